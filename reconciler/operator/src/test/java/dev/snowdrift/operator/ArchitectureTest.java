package dev.snowdrift.operator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/// The directions between the parts. All of them are on this module's class path.
@AnalyzeClasses(packages = "dev.snowdrift", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.snowdrift.manifest..",
    "dev.snowdrift.kind..",
    "dev.snowdrift.plan..",
    "dev.snowdrift.health..",
    "dev.snowdrift.report.."
  };
  private static final String GIT = "dev.snowdrift.git..";
  private static final String SNOWFLAKE = "dev.snowdrift.snowflake..";
  private static final String PREFECT = "dev.snowdrift.prefect..";
  private static final String OPERATOR = "dev.snowdrift.operator..";
  private static final String SANDBOX = "dev.snowdrift.sandbox..";

  @ArchTest
  static final ArchRule core_is_pure =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "java.net..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "org.slf4j..",
              "net.snowflake..",
              "org.eclipse.jgit..")
          .because("the core computes; put I/O behind a port in the shell");

  @ArchTest
  static final ArchRule core_reads_no_files =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              describe(
                  "open files",
                  type ->
                      type.getName().equals("java.nio.file.Files")
                          || type.getName()
                              .matches(
                                  "java\\.io\\.(File|RandomAccessFile|.*FileReader|.*File(In|Out)putStream|FileWriter)")))
          .because("the core takes a SourceTree; whoever has one reads the files");

  @ArchTest
  static final ArchRule core_reads_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("time is an argument");

  @ArchTest
  static final ArchRule core_knows_no_other_part =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, SNOWFLAKE, PREFECT, OPERATOR, SANDBOX)
          .because("the others depend on the core; it gets what it needs through its ports");

  @ArchTest
  static final ArchRule git_knows_only_the_core =
      noClasses()
          .that()
          .resideInAPackage(GIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SNOWFLAKE, PREFECT, OPERATOR, SANDBOX)
          .because("a repository is read the same way whatever is done with it");

  @ArchTest
  static final ArchRule snowflake_knows_only_the_core =
      noClasses()
          .that()
          .resideInAPackage(SNOWFLAKE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, PREFECT, OPERATOR, SANDBOX)
          .because("a provider stands alone; what two of them share belongs into the core");

  @ArchTest
  static final ArchRule prefect_knows_only_the_core =
      noClasses()
          .that()
          .resideInAPackage(PREFECT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GIT, SNOWFLAKE, OPERATOR, SANDBOX)
          .because("a provider stands alone; what two of them share belongs into the core");

  @ArchTest
  static final ArchRule sandbox_knows_nobody =
      noClasses()
          .that()
          .resideInAPackage(SANDBOX)
          .should()
          .dependOnClassesThat(
              describe(
                  "are another part of Snowdrift",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.snowdrift.")
                          && !type.getPackageName().startsWith("dev.snowdrift.sandbox")))
          .because("it stands for the real systems: sharing our code, it would share our mistakes");

  @ArchTest
  static final ArchRule only_demo_and_command_line_reach_the_sandbox =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              SANDBOX,
              "dev.snowdrift.operator.demo..",
              "dev.snowdrift.operator.cli..",
              "dev.snowdrift.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SANDBOX)
          .because("what runs against the real systems must not know the stand-ins");

  @ArchTest
  static final ArchRule only_the_snowflake_part_uses_the_driver =
      noClasses()
          .that()
          .resideOutsideOfPackage(SNOWFLAKE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.snowflake..")
          .because("every statement goes through SnowflakeSessions");

  @ArchTest
  static final ArchRule parts_have_no_cycles =
      slices()
          .matching("dev.snowdrift.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each part can be understood without those that use it");

  @ArchTest
  static final ArchRule packages_of_the_operator_have_no_cycles =
      slices()
          .matching("dev.snowdrift.operator.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each package can be understood without those that use it");
}
