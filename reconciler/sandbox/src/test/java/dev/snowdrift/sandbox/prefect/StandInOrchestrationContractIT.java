package dev.snowdrift.sandbox.prefect;

import org.junit.jupiter.api.AfterEach;

class StandInOrchestrationContractIT extends OrchestrationContract {
  private final StandInPeer peer = new StandInPeer();

  @Override
  ContractPeer peer() {
    return peer;
  }

  @AfterEach
  void stop() {
    peer.close();
  }
}
