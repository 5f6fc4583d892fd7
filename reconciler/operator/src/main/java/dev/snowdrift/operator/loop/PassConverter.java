package dev.snowdrift.operator.loop;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// `%pass` in a log format: the environment whose pass the line belongs to, or nothing.
public final class PassConverter extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Tasks.PASS.isBound() ? Tasks.PASS.get() + " " : "";
  }
}
