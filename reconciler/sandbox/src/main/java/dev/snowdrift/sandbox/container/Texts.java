package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.SqlError;

/// What container services answer when they refuse, in one place. Texts marked *seen* are quoted by
/// users of Snowflake; the others keep their shape and are not verified against an account.
final class Texts {
  /// What `ingress_url` holds until a public endpoint has its host (*seen*).
  static final String PROVISIONING =
      "Endpoints provisioning in progress... check back in a few minutes";

  /// Message of a container whose instance fits no node (document *Working with compute pools*).
  static final String UNSCHEDULABLE = "Unschedulable due to insufficient resources";

  private static final int INVALID_SPEC = 395018;
  private static final int TEMPLATE = 395069;
  private static final int IMAGE_MISSING = 397012;

  // No code of these two was found; they stand in Snowflake's range for container services.
  private static final int POOL = 392500;
  private static final int SERVICE = 395000;

  private Texts() {}

  /// *Seen*: `Invalid spec: unknown option 'authenticationPolicy' for 'endpoints[0]'.`
  static SqlError unknownOption(String option, String holder) {
    return spec("unknown option '" + option + "' for '" + holder + "'.");
  }

  /// *Seen*: `Invalid spec: missing 'port' for 'readinessProbe'`.
  static SqlError missing(String option, String holder) {
    return spec("missing '" + option + "' for '" + holder + "'.");
  }

  /// *Seen*: `Invalid spec: invalid 'volumeMounts'. Value is empty`.
  static SqlError invalid(String field, String reason) {
    return spec("invalid '" + field + "'. " + reason);
  }

  static SqlError spec(String reason) {
    return new SqlError(INVALID_SPEC, "22023", "Invalid spec: " + reason);
  }

  /// The prefix is *seen* (terraform-provider-snowflake, services_integration_test.go).
  static SqlError template(String reason) {
    return new SqlError(
        TEMPLATE, "23001", "Unable to render service spec from given template: " + reason);
  }

  /// The code is snowflake-cli's SNOWSERVICES_IMAGE_MANIFEST_NOT_FOUND (errno.py).
  static SqlError imageMissing(String image) {
    return new SqlError(
        IMAGE_MISSING, "22023", "Failed to retrieve image " + image + ": manifest not found.");
  }

  static SqlError neverFits(String pool) {
    return spec(
        "the requested resources exceed what compute pool '" + pool + "' can ever provide.");
  }

  /// *Seen* (snowflake-cli issue 2134).
  static SqlError hasBlockVolumes(String service) {
    return new SqlError(
        395085,
        "22000",
        "Failed to drop service "
            + service
            + " since it contains block storage volumes. Please use DROP SERVICE "
            + service
            + " FORCE if you would like to drop the service and the associated block storage"
            + " volumes.");
  }

  /// The text is *seen* (sfquickstarts issue 1482), the code is not.
  static SqlError unknownFamily(String family) {
    return pool(
        "Invalid instance family "
            + family
            + ". Please refer to Snowflake documentation for supported instance families.");
  }

  /// *Seen* (terraform-provider-snowflake, image_repositories_integration_test.go); the code is
  /// not.
  static SqlError repositoryNames() {
    return new SqlError(
        397001,
        "22023",
        "db, schema and repo names for an image repo must be unquoted identifiers");
  }

  static SqlError poolNotEmpty(String pool) {
    return pool(
        "Cannot drop compute pool '" + pool + "': it has services. Drop or stop them first.");
  }

  static SqlError poolNotSuspended(String property) {
    return pool(property + " can be changed only while the compute pool is SUSPENDED.");
  }

  static SqlError pool(String reason) {
    return new SqlError(POOL, "22023", reason);
  }

  static SqlError service(String reason) {
    return new SqlError(SERVICE, "22023", reason);
  }

  static SqlError jobFailed(String job, String status) {
    return new SqlError(SERVICE, "22000", "Job " + job + " failed with status: " + status + ".");
  }
}
