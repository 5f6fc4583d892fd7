package dev.snowdrift.operator.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.snowdrift.manifest.Default;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.manifest.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// `snowdrift.yaml`: what this installation may do. It lives on the operator's side, never in the
/// repository, so that no committer can widen it.
@Doc("The operator's own configuration")
public record Installation(
    @Doc("Where the desired state is") Repository repository,
    @Doc("Directory for the mirror of the repository and for what must last")
        @Example("/var/lib/snowdrift")
        String stateDirectory,
    @Doc("The key that proves ownership: keep it, or every object becomes a stranger")
        ValueFrom markKey,
    @Doc("Which secret sources manifests may name") Optional<Secrets> secrets,
    @Doc("Probes, metrics and API") Optional<Http> http,
    @Doc("Seconds between looks at the branches") @Default("30") @Min(1) @Max(86_400) int pollSeconds,
    @Doc("Seconds between looks at the targets") @Default("60") @Min(1) @Max(86_400) int driftSeconds,
    @Doc("One entry for each environment, by its name") Map<String, Environment> environments) {

  public Installation {
    environments = Map.copyOf(environments);
  }

  /// Where the desired state is.
  public record Repository(
      @Doc("https, ssh, or a local path") @Example("https://git.example.com/data/platform.git")
          String url,
      @Doc("The address that workers clone, where it differs from the operator's own")
          Optional<String> cloneUrl,
      @Doc("Folder of the desired state inside the repository") Optional<String> path,
      @Doc("User name that goes with the token; most hosts take any") Optional<String> user,
      @Doc("Access token for https") Optional<ValueFrom> token,
      @Doc("Private key file for ssh") Optional<String> sshKey,
      @Doc("Known hosts file for ssh; without it no host is trusted")
          Optional<String> knownHosts) {}

  /// Where one value comes from; exactly one of the two.
  public record ValueFrom(
      @Doc("Name of an environment variable of the operator") @Example("GITHUB_TOKEN")
          Optional<String> env,
      @Doc("Path of a file that holds nothing else") @Example("/run/secrets/token")
          Optional<String> file) {

    public ValueFrom {
      if (env.isPresent() == file.isPresent()) {
        throw new IllegalArgumentException("exactly one of env and file says where the value is");
      }
    }

    @Override
    public String toString() {
      return env.map(name -> "env " + name).orElseGet(() -> "file " + file.orElseThrow());
    }
  }

  /// Which secret sources manifests may name.
  public record Secrets(
      @Doc("Environment variables that a manifest may name") List<String> env,
      @Doc("Directory whose files a manifest may name") Optional<String> directory) {

    public Secrets {
      env = List.copyOf(env);
    }
  }

  /// The address of the operator's own HTTP server.
  public record Http(
      @Default("127.0.0.1") String bind, @Default("8080") @Min(0) @Max(65_535) int port) {}

  /// One environment: a branch, its targets, and what may be done to them.
  public record Environment(
      @Pattern(value = "[A-Za-z0-9._/-]{1,200}", reason = "a branch name") @Example("dev")
          String branch,
      @Doc("observe: report only; approve: plans wait for a person; converge") @Default("converge")
          Mode mode,
      @Doc("What happens to changes made behind Git's back") @Default("on") Heal heal,
      @Doc("Removals that one pass may do without approval") Optional<Prune> prune,
      @Doc("What this environment may name; what is not listed is refused") Scope scope,
      Optional<Snowflake> snowflake,
      Optional<Prefect> prefect) {}

  public enum Mode {
    @JsonProperty("observe")
    OBSERVE,
    @JsonProperty("approve")
    APPROVE,
    @JsonProperty("converge")
    CONVERGE
  }

  public enum Heal {
    @JsonProperty("off")
    OFF,
    @JsonProperty("safe")
    SAFE,
    @JsonProperty("on")
    ON
  }

  /// The larger of both counts.
  public record Prune(
      @Default("3") @Min(0) @Max(10_000) int floor, @Default("10") @Min(0) @Max(100) int percent) {}

  /// Names an environment may use, by kind. A trailing `*` stands for any ending.
  public record Scope(
      @Example("[ETL_DEV]") List<String> databases,
      List<String> computePools,
      List<String> warehouses,
      List<String> roles,
      List<String> integrations,
      List<String> workPools) {

    public Scope {
      databases = List.copyOf(databases);
      computePools = List.copyOf(computePools);
      warehouses = List.copyOf(warehouses);
      roles = List.copyOf(roles);
      integrations = List.copyOf(integrations);
      workPools = List.copyOf(workPools);
    }
  }

  /// How to reach the account. Inside a container service nothing of it is needed: host, account
  /// and token come from the container.
  public record Snowflake(
      @Doc("Account identifier") @Example("acme-data") Optional<String> account,
      @Doc("Host, where it does not follow from the account; http:// only on loopback")
          Optional<String> host,
      Optional<String> user,
      @Doc("Role that owns what Snowdrift makes") Optional<String> role,
      Optional<ValueFrom> password,
      @Doc("Private key file in PKCS#8 form") Optional<String> privateKey,
      Optional<ValueFrom> privateKeyPassphrase,
      @Doc("Programmatic access token") Optional<ValueFrom> accessToken) {}

  /// How to reach the workspace.
  public record Prefect(
      @Doc("API address") @Example("http://127.0.0.1:4200/api") String url,
      @Doc("Prefect Cloud API key") Optional<ValueFrom> apiKey,
      @Doc("user:password of a server with basic authentication") Optional<ValueFrom> basic,
      @Doc("Requests a minute; by default 500 for Prefect Cloud and no limit for a server")
          @Min(1) @Max(1_000_000) OptionalInt requestsPerMinute,
      @Doc(
              "Requests that write at the same time; by default 4 for Prefect Cloud and 1 for a"
                  + " server")
          @Min(1) @Max(64) OptionalInt writes) {}
}
