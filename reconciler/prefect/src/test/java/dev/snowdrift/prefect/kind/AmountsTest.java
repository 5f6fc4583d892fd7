package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({"2, 2", "0.25, 0.25", "500m, 0.5", "1500m, 1.5", "4096m, 4.096"})
  void cpus_are_a_number(String text, String cpus) {
    assertThat(Amounts.cpus(text)).contains(new BigDecimal(cpus));
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "1k, 1000",
    "1Ki, 1024",
    "512Mi, 536870912",
    "1.5Gi, 1610612736",
    "21G, 21000000000"
  })
  void memory_is_a_whole_number_of_bytes(String text, String bytes) {
    assertThat(Amounts.bytes(text)).contains(new BigInteger(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "2 CPU", "4Gi", "1e3", "m"})
  void what_is_no_number_of_cpus_is_none(String text) {
    assertThat(Amounts.cpus(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "500m", "4GB", "0.0001Ki", "lots"})
  void what_is_no_number_of_bytes_is_none(String text) {
    assertThat(Amounts.bytes(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4Gi, 4g", "1536Mi, 1536m", "1000, 1000b", "4k, 4000b", "3Ti, 3072g"})
  void docker_gets_its_own_units(String text, String docker) {
    assertThat(Amounts.bytes(text).map(Amounts::docker)).contains(docker);
  }
}
