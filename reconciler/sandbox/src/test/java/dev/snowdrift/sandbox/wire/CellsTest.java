package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {

  @ParameterizedTest
  @CsvSource({
    "boolean, 0, 1, true",
    "date, 0, -1, 2025-01-01",
    "fixed, 2, 12.30, 12.3",
    "fixed, 0, 12, 12.0",
    "time, 3, 1.000, 1",
    "timestamp_ltz, 3, 1735689600.123, 1735689600.123000000",
    "timestamp_ntz, 0, 1735689600, 1735689600.",
    "timestamp_tz, 3, -0.500 1440, -0.500"
  })
  void a_cell_has_the_form_of_its_column(String type, int scale, String good, String bad) {
    var column = new ResultColumn("C", type, scale, true);

    assertThatCode(() -> Cells.checked(FakeAccount.row(column, good))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Cells.checked(FakeAccount.row(column, bad)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(bad);
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void a_row_has_a_cell_for_each_column(int cells) {
    var result =
        new StatementResult(
            StatementResult.SHOW,
            List.of(ResultColumn.text("name")),
            List.of(List.of("a", "b").subList(0, cells)),
            false);

    assertThatThrownBy(() -> Cells.checked(result)).isInstanceOf(IllegalStateException.class);
  }
}
