package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the stand-in, with pages of three so that every listing has several. All tests of a
/// class get the same one, and no other class does.
final class SharedStandIn implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(SharedStandIn.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(PrefectStandIn.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(
            context.getRequiredTestClass(),
            _ ->
                PrefectStandIn.start(
                    PrefectStandIn.Options.defaults().pageLimit(3).schedulerDelay(Duration.ZERO)));
  }
}
