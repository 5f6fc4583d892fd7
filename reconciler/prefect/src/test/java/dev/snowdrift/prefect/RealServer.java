package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the real server that `.ci/prefect` installs, with its scheduler. It takes long to
/// start, so all that ask for it get the same one; who wants an empty one empties it.
final class RealServer implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(RealServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(PrefectServerProcess.class);
  }

  /// Closed when all tests of the module are over.
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(
            PrefectServerProcess.class,
            _ ->
                PrefectServerProcess.start(
                    PrefectServerOptions.withServices().schedulerLoop(Duration.ofSeconds(2))));
  }
}
