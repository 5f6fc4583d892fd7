package dev.snowdrift.prefect;

import java.util.Optional;

/// An id that only the server knows, by the names that people know. Resolved when a call is made,
/// so that a plan is the same wherever it is computed, and no call hits what was made anew
/// meanwhile.
public sealed interface Lookup {

  /// As plans show it, in place of the id.
  String shown();

  record FlowId(String flow) implements Lookup {
    @Override
    public String shown() {
      return flow;
    }
  }

  record DeploymentId(String flow, String deployment) implements Lookup {
    @Override
    public String shown() {
      return flow + "/" + deployment;
    }
  }

  /// Schedules of a deployment: the one with the slug, or all that have none.
  record ScheduleIds(String flow, String deployment, Optional<String> slug) implements Lookup {
    @Override
    public String shown() {
      return slug.orElse("<those without a slug>");
    }
  }

  /// A global concurrency limit.
  record GlobalLimitId(String name) implements Lookup {
    @Override
    public String shown() {
      return name;
    }
  }

  record BlockTypeId(String slug) implements Lookup {
    @Override
    public String shown() {
      return slug;
    }
  }

  /// The newest schema of a block type.
  record BlockSchemaId(String type) implements Lookup {
    @Override
    public String shown() {
      return type;
    }
  }

  record BlockDocumentId(String type, String name) implements Lookup {
    @Override
    public String shown() {
      return type + "/" + name;
    }
  }

  record WorkPoolId(String name) implements Lookup {
    @Override
    public String shown() {
      return name;
    }
  }

  record WorkQueueId(String workPool, String queue) implements Lookup {
    @Override
    public String shown() {
      return workPool + "/" + queue;
    }
  }

  /// Automations of a name, which several may have.
  record AutomationId(String name) implements Lookup {
    @Override
    public String shown() {
      return name;
    }
  }
}
