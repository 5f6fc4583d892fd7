package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.view.View;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(name = "why", description = "Say why an object is not converged, or not healthy.")
final class WhyCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(index = "0", paramLabel = "KIND")
  String kind = "";

  @Parameters(index = "1", paramLabel = "NAME")
  String name = "";

  @Override
  public Integer call() throws InterruptedException {
    var found =
        Assembly.kinds()
            .find(kind)
            .orElseThrow(() ->
                new ParameterException(common.spec().commandLine(), "there is no kind " + kind));
    var id = new ResourceId(found.name(), canonical(found.name()));
    return Look.show(common, new View.Why(id), Optional.empty());
  }

  private String canonical(String kindName) {
    var found = Assembly.kinds().find(kindName).orElseThrow();
    try {
      return found.canonicalName(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(common.spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
