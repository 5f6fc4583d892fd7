package dev.snowdrift.snowflake.kind;

import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.snowflake.World;

/// One resource of each kind with every field, as a small system.
public final class Samples {
  private Samples() {}

  /// The resources as {@link World} takes them.
  public static String[] resources() {
    return new String[] {
      """
      Database ETL
      comment: everything of the ETL
      dataRetentionTimeInDays: 2
      isTransient: false
      """,
      """
      Schema ETL.APP
      comment: services
      managedAccess: true
      dataRetentionTimeInDays: 3
      isTransient: false
      """,
      """
      Warehouse ETL_WH
      size: 2X-LARGE
      type: STANDARD
      minClusters: 1
      maxClusters: 2
      scalingPolicy: ECONOMY
      autoSuspendSeconds: 60
      autoResume: false
      comment: it's for loading
      """,
      """
      ImageRepository ETL.APP.REPO
      encryption: SNOWFLAKE_SSE
      comment: images
      """,
      """
      Stage ETL.APP.FLOWS
      directory: true
      encryption: SNOWFLAKE_SSE
      comment: flow code
      """,
      """
      ComputePool ETL_POOL
      instanceFamily: CPU_X64_S
      minNodes: 1
      maxNodes: 3
      autoResume: true
      autoSuspendSeconds: 600
      comment: workers
      """,
      """
      NetworkRule ETL.APP.PREFECT
      values: [api.prefect.cloud, 'github.com:443']
      comment: where workers call
      """,
      """
      Secret ETL.APP.PREFECT_KEY
      valueFrom: {env: PREFECT_API_KEY}
      comment: for workers
      """,
      """
      Secret ETL.APP.LOGIN
      type: PASSWORD
      username: etl
      valueFrom: {file: etl/password}
      """,
      """
      ExternalAccessIntegration ETL_EAI
      networkRules: [ETL.APP.PREFECT]
      secrets: [ETL.APP.PREFECT_KEY]
      enabled: true
      comment: the way out
      """,
      """
      Service ETL.APP.WORKER
      computePool: ETL_POOL
      instances: {min: 1, max: 3, minReady: 1}
      externalAccessIntegrations: [ETL_EAI]
      queryWarehouse: ETL_WH
      autoResume: false
      autoSuspendSeconds: 0
      suspended: false
      readyWithinSeconds: 300
      comment: a worker
      specification:
        spec:
          containers:
          - name: worker
            image: /etl/app/repo/worker:v1
            env: {PREFECT_POOL: spcs, PORT: 8080}
            resources:
              requests: {memory: 1Gi, cpu: 0.5}
              limits: {memory: 2Gi, cpu: 1}
            readinessProbe: {port: 8080, path: /health}
            secrets:
            - {snowflakeSecret: {objectName: PREFECT_KEY}, envVarName: PREFECT_API_KEY, secretKeyRef: secret_string}
          endpoints:
          - {name: health, port: 8080, public: true}
        serviceRoles:
        - {name: reader, endpoints: [health]}
      """,
      """
      Job ETL.APP.MIGRATE
      computePool: ETL_POOL
      externalAccessIntegrations: [ETL_EAI]
      queryWarehouse: ETL_WH
      replicas: 1
      comment: before the worker
      specification:
        spec:
          containers:
          - name: migrate
            image: /etl/app/repo/worker:v1
            args: [upgrade]
            secrets:
            - {snowflakeSecret: PREFECT_KEY, envVarName: PREFECT_API_KEY, secretKeyRef: secret_string}
      """,
      """
      Role ETL_READER
      comment: reads
      grants:
      - {on: DATABASE etl, privileges: [usage]}
      - {on: FUTURE STAGES IN SCHEMA ETL.APP, privileges: [READ]}
      grantedTo: [ETL_ADMIN]
      """,
      """
      Role ETL_ADMIN
      """,
      """
      Grant role ETL_ADMIN on compute pool etl_pool
      privileges: [USAGE, MONITOR]
      """
    };
  }

  /// The whole system.
  public static DesiredState state() {
    return World.of(resources());
  }
}
