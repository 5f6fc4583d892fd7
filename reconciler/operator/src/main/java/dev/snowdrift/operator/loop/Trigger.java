package dev.snowdrift.operator.loop;

import java.util.Locale;

/// Why a pass runs. Label values of `snowdrift_reconcile_total`.
public enum Trigger {
  POLL,
  WEBHOOK,
  MANUAL,
  DRIFT,
  RETRY,
  STARTUP;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
