package dev.snowdrift.sandbox.prefect;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class StandInContractIT {
  private final StandInPeer peer = new StandInPeer();

  @AfterEach
  void stop() {
    peer.close();
  }

  @Nested
  class Listings extends ServerContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Flows extends FlowContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Deployments extends DeploymentContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Schedules extends ScheduleContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Pools extends PoolContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Variables extends VariableContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Limits extends LimitContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Blocks extends BlockContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Automations extends AutomationContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Runs extends RunContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }

  @Nested
  class Events extends EventContract {
    @Override
    ContractPeer peer() {
      return peer;
    }
  }
}
