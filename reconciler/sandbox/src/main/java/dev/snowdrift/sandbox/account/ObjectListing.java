package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;

/// SHOW OBJECTS: tables and views, of which there are none. Drivers ask it for their metadata.
final class ObjectListing implements Registry.Feature {
  @Override
  public void register(Registry registry) {
    registry.listing("OBJECTS", ObjectListing::show);
  }

  private static StatementResult show(Execution execution, Statement.Show statement) {
    return new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.timestamp("created_on"),
                ResultColumn.text("name"),
                ResultColumn.text("database_name"),
                ResultColumn.text("schema_name"),
                ResultColumn.text("kind"),
                ResultColumn.text("comment"),
                ResultColumn.text("cluster_by"),
                ResultColumn.fixed("rows"),
                ResultColumn.fixed("bytes"),
                ResultColumn.text("owner"),
                ResultColumn.text("retention_time"),
                ResultColumn.text("owner_role_type")))
        .result();
  }
}
