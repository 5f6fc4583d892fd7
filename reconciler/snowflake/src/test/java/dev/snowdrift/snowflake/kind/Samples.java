package dev.snowdrift.snowflake.kind;

import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.snowflake.World;
import java.util.stream.Stream;

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
            - {snowflakeSecret: {objectName: PREFECT_KEY}, envVarName: PREFECT_API_KEY, secretKeyRef: secret_string}
      """,
      """
      Task ETL.APP.EXTRACT
      schedule: {cron: "0 2 * * MON-FRI", timeZone: Europe/Berlin}
      when: SYSTEM$STREAM_HAS_DATA('ORDERS')
      warehouse: ETL_WH
      config: {output: /tmp, depth: 3}
      timeoutSeconds: 600
      suspendAfterFailures: 3
      retries: 1
      overlap: ALLOW_CHILD_OVERLAP
      sessionParameters: {TIMEZONE: UTC, AUTOCOMMIT: true}
      sql: CALL EXTRACT()
      comment: the root
      """,
      """
      Task ETL.APP.TRAIN
      after: [EXTRACT]
      serverless: {initialSize: X-SMALL, minSize: XSMALL, maxSize: MEDIUM}
      runJob:
        name: TRAIN_JOB
        computePool: ETL_POOL
        externalAccessIntegrations: [ETL_EAI]
        queryWarehouse: ETL_WH
        replicas: 2
        specification:
          spec:
            containers:
            - {name: train, image: /etl/app/repo/worker:v1}
      """,
      """
      Task ETL.APP.REPORT
      after: [ETL.APP.EXTRACT, TRAIN]
      sql: |
        BEGIN
          CALL REPORT();
          CALL MAIL();
        END;
      suspended: true
      """,
      """
      Task ETL.APP.CLEAN_UP
      finalizes: EXTRACT
      sql: CALL CLEAN_UP()
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

  /// What an account is made of beside services: tables, formats, users and the like.
  public static String[] account() {
    return new String[] {
      """
      Table ETL.APP.AIRLINE_RAW
      columns:
      - {name: ID, type: INT, nullable: false, comment: key}
      - {name: SRC, type: VARIANT}
      - {name: '"file name"', type: STRING}
      - {name: LOADED_AT, type: TIMESTAMP, default: current_timestamp}
      clusterBy: [to_date(LOADED_AT), ID]
      dataRetentionTimeInDays: 1
      changeTracking: true
      schemaEvolution: false
      isTransient: false
      comment: as it comes
      """,
      """
      FileFormat ETL.APP.CSV
      type: CSV
      compression: GZIP
      recordDelimiter: '\\n'
      fieldDelimiter: '|'
      skipHeader: 2
      trimSpace: true
      fieldOptionallyEnclosedBy: '"'
      escape: NONE
      escapeUnenclosedField: '\\'
      nullIf: ['\\N', '', "NULL"]
      dateFormat: auto
      encoding: UTF-8
      errorOnColumnCountMismatch: false
      comment: of the airline
      """,
      """
      FileFormat ETL.APP.JSON_LINES
      type: JSON
      stripOuterArray: true
      """,
      """
      Stage ETL.APP.DATASETS
      url: s3://snowflake-lab/public/datasets/
      storageIntegration: lake
      fileFormat: etl.app.csv
      directory: false
      comment: public
      """,
      """
      User ETL_LOADER
      type: SERVICE
      loginName: etl_loader
      displayName: The loader
      email: etl@example.com
      disabled: false
      defaultRole: etl_reader
      defaultWarehouse: etl_wh
      defaultNamespace: etl.app
      secondaryRoles: NONE
      rsaPublicKey: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAi0EoA3v8eWjJVKyFXPcMSWisOG8+c/aHKM+3l09dJ6uMx0Y+MJ/DHjQdNQFGmTFvnLRU0MWsc11YQJytl2v0FqTxP4yEfYYI+yAafvTDtWn0Tp/7wbB6HljHfIHeBL0YaCsaumvDDWdwxbKfLhb5bUhHJ8+w+ehFYbV+OtFwLtT3xHvTX97qms7PsicPO3CkTbPUFPyY/660JuQtYcuTrxolXxAzvjwpdMQRvSCJyKvVrKKru1gmBbiOrwXRFmT6sFWRXuwGWHI2GLM+XSfSATZlxDZxjKx50UmMv+3Aiw0bYrv3mlnApVltzRoOKUnRM9WloYeHgJOPRwN/6fdJwQIDAQAB
      networkPolicy: ETL_POLICY
      comment: loads
      """,
      """
      User ADA
      type: PERSON
      firstName: Ada
      lastName: Lovelace
      passwordFrom: {env: ADA_PASSWORD}
      mustChangePassword: true
      """,
      """
      View ETL.APP.AIRLINE
      query: |
        SELECT ID, SRC:carrier::VARCHAR AS CARRIER  -- who flies
        FROM AIRLINE_RAW;
      columns: [id, carrier]
      secure: true
      changeTracking: false
      comment: what is flown
      """,
      """
      SecurityIntegration SNOWSERVICES_INGRESS_OAUTH
      client: SNOWSERVICES_INGRESS
      enabled: true
      comment: logs people in
      """,
      """
      Procedure ETL.APP.CLEAN(int, string)
      arguments:
      - {name: DAYS, type: INT}
      - {name: WHERE_TO, type: STRING, default: "'it''s here'"}
      returns: VARCHAR
      language: SQL
      executeAs: CALLER
      body: |
        BEGIN
          RETURN 'kept ' || DAYS;
        END;
      comment: keeps it small
      """,
      """
      Procedure ETL.APP.CLEAN()
      returns: TABLE (ID INT, NAME STRING)
      language: PYTHON
      runtimeVersion: '3.11'
      packages: [snowflake-snowpark-python, pandas]
      imports: ['@ETL.APP.FLOWS/clean.py']
      handler: clean.main
      externalAccessIntegrations: [etl_eai]
      secrets: {key: etl.app.prefect_key}
      """,
      """
      Function ETL.APP.TWICE(float)
      arguments: [{name: X, type: DOUBLE}]
      returns: FLOAT
      language: SQL
      body: X * 2
      secure: true
      comment: doubles
      """,
      """
      Function ETL.APP.ECHO(varchar)
      arguments: [{name: TEXT, type: VARCHAR}]
      returns: VARCHAR
      service:
        name: ETL.APP.WORKER
        endpoint: health
        path: /echo
        contextHeaders: [current_user]
        maxBatchRows: 100
        maxBatchRetries: 2
        onBatchFailure: RETURN_NULL
        batchTimeoutSeconds: 60
      comment: says it again
      """,
      """
      Secret ETL.APP.GITHUB
      type: OAUTH2
      apiAuthentication: GITHUB_OAUTH
      scopes: [repo, user]
      """,
      """
      Secret ETL.APP.GITHUB_USER
      type: OAUTH2
      apiAuthentication: GITHUB_OAUTH
      valueFrom: {env: GITHUB_REFRESH_TOKEN}
      refreshTokenExpires: '2027-01-31T00:00:00Z'
      """,
      """
      Secret ETL.APP.KEY
      type: SYMMETRIC_KEY
      """,
      """
      Secret ETL.APP.CLOUD
      type: CLOUD_PROVIDER_TOKEN
      apiAuthentication: AWS_AUTH
      enabled: true
      """,
      """
      Secret ETL.APP.FEDERATED
      type: WORKLOAD_IDENTITY_FEDERATION
      """
    };
  }

  /// The whole system.
  public static DesiredState state() {
    return World.of(Stream.of(resources(), account()).flatMap(Stream::of).toArray(String[]::new));
  }
}
