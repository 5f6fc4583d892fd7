package dev.snowdrift.sandbox.prefect;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Needs the real Prefect that `.ci/prefect` installs.
class RealServerContractIT {
  @RegisterExtension static final RealServer SERVER = new RealServer();

  @Nested
  class Listings extends ServerContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Flows extends FlowContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Deployments extends DeploymentContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Schedules extends ScheduleContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Pools extends PoolContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Variables extends VariableContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Limits extends LimitContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Blocks extends BlockContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Automations extends AutomationContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Runs extends RunContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }

  @Nested
  class Events extends EventContract {
    @Override
    ContractPeer peer() {
      return SERVER;
    }
  }
}
