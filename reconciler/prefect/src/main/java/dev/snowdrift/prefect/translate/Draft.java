package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Note;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One deployment of a project file, in the words of a flow's manifest.
///
/// @param at where it begins in the project file
/// @param flow the flow's name in Prefect
/// @param fields as in an entry of the manifest's `deployments`, without the name
record Draft(Location at, String flow, String name, ObjectNode fields, List<Note> notes) {
  Draft {
    notes = List.copyOf(notes);
  }
}
