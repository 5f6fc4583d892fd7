-- Airflow: databases and queue, and the five services of a version 3.
CREATE WAREHOUSE IF NOT EXISTS AIRFLOW_SETUP_WH WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60;
CREATE DATABASE IF NOT EXISTS AIRFLOW_DB;
CREATE SCHEMA IF NOT EXISTS AIRFLOW_DB.AIRFLOW_SCHEMA;
USE SCHEMA AIRFLOW_DB.AIRFLOW_SCHEMA;
CREATE IMAGE REPOSITORY IF NOT EXISTS AIRFLOW_REPOSITORY;
CREATE STAGE IF NOT EXISTS SERVICE_SPEC DIRECTORY = (ENABLE = TRUE) ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE');
CREATE STAGE IF NOT EXISTS AIRFLOW_DAGS DIRECTORY = (ENABLE = TRUE) ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE');
CREATE STAGE IF NOT EXISTS AIRFLOW_LOGS DIRECTORY = (ENABLE = TRUE) ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE');
CREATE COMPUTE POOL IF NOT EXISTS INFRA_POOL MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S AUTO_SUSPEND_SECS = 1800;
CREATE COMPUTE POOL IF NOT EXISTS CORE_POOL MIN_NODES = 1 MAX_NODES = 4 INSTANCE_FAMILY = CPU_X64_M AUTO_SUSPEND_SECS = 1800;
CREATE COMPUTE POOL IF NOT EXISTS WORKER_POOL MIN_NODES = 1 MAX_NODES = 5 INSTANCE_FAMILY = CPU_X64_S AUTO_SUSPEND_SECS = 1800;
CREATE OR REPLACE NETWORK RULE AIRFLOW_EGRESS_RULE TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('pypi.org', 'files.pythonhosted.org', 'github.com', 'api.github.com');
CREATE OR REPLACE NETWORK RULE AIRFLOW_SNOWFLAKE_EGRESS_RULE TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('0.0.0.0:443', '0.0.0.0:80');
CREATE OR REPLACE EXTERNAL ACCESS INTEGRATION AIRFLOW_EXTERNAL_ACCESS ALLOWED_NETWORK_RULES = (AIRFLOW_EGRESS_RULE, AIRFLOW_SNOWFLAKE_EGRESS_RULE) ENABLED = TRUE;
CREATE SECRET IF NOT EXISTS airflow_fernet_key TYPE = GENERIC_STRING SECRET_STRING = 'to be replaced';
CREATE SECRET IF NOT EXISTS airflow_postgres_pwd TYPE = GENERIC_STRING SECRET_STRING = 'to be replaced';
CREATE SECRET IF NOT EXISTS airflow_redis_pwd TYPE = GENERIC_STRING SECRET_STRING = 'to be replaced';
CREATE SECRET IF NOT EXISTS airflow_jwt_secret TYPE = GENERIC_STRING SECRET_STRING = 'to be replaced';
CREATE SERVICE IF NOT EXISTS AF_POSTGRES IN COMPUTE POOL INFRA_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/postgres:17
    volumeMounts:
    - {name: data, mountPath: /data}
  endpoints:
  - {name: postgres, port: 5432, protocol: TCP}
  volumes:
  - {name: data, source: block, size: 20Gi}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1;
CREATE SERVICE IF NOT EXISTS AF_REDIS IN COMPUTE POOL INFRA_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/redis:7
  endpoints:
  - {name: redis, port: 6379, protocol: TCP}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1;
CREATE SERVICE IF NOT EXISTS AF_API_SERVER IN COMPUTE POOL CORE_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/airflow:3
    command: [airflow, api-server]
    volumeMounts:
    - {name: dags, mountPath: /opt/airflow/dags}
  endpoints:
  - {name: web, port: 8080, public: true}
  volumes:
  - {name: dags, source: stage, stageConfig: {name: "@AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS"}, uid: 50000, gid: 0}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1 EXTERNAL_ACCESS_INTEGRATIONS = (AIRFLOW_EXTERNAL_ACCESS);
CREATE SERVICE IF NOT EXISTS AF_SCHEDULER IN COMPUTE POOL CORE_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/airflow:3
    command: [airflow, scheduler]
    volumeMounts:
    - {name: dags, mountPath: /opt/airflow/dags}
  volumes:
  - {name: dags, source: stage, stageConfig: {name: "@AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS"}, uid: 50000, gid: 0}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1 EXTERNAL_ACCESS_INTEGRATIONS = (AIRFLOW_EXTERNAL_ACCESS);
CREATE SERVICE IF NOT EXISTS AF_DAG_PROCESSOR IN COMPUTE POOL CORE_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/airflow:3
    command: [airflow, dag-processor]
    volumeMounts:
    - {name: dags, mountPath: /opt/airflow/dags}
  volumes:
  - {name: dags, source: stage, stageConfig: {name: "@AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS"}, uid: 50000, gid: 0}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1 EXTERNAL_ACCESS_INTEGRATIONS = (AIRFLOW_EXTERNAL_ACCESS);
CREATE SERVICE IF NOT EXISTS AF_TRIGGERER IN COMPUTE POOL CORE_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/airflow:3
    command: [airflow, triggerer]
    volumeMounts:
    - {name: dags, mountPath: /opt/airflow/dags}
  volumes:
  - {name: dags, source: stage, stageConfig: {name: "@AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS"}, uid: 50000, gid: 0}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 1 EXTERNAL_ACCESS_INTEGRATIONS = (AIRFLOW_EXTERNAL_ACCESS);
CREATE SERVICE IF NOT EXISTS AF_WORKERS IN COMPUTE POOL WORKER_POOL FROM SPECIFICATION $$
spec:
  containers:
  - name: main
    image: /airflow_db/airflow_schema/airflow_repository/airflow:3
    command: [airflow, celery, worker]
    volumeMounts:
    - {name: dags, mountPath: /opt/airflow/dags}
  volumes:
  - {name: dags, source: stage, stageConfig: {name: "@AIRFLOW_DB.AIRFLOW_SCHEMA.AIRFLOW_DAGS"}, uid: 50000, gid: 0}
$$ MIN_INSTANCES = 1 MAX_INSTANCES = 5 EXTERNAL_ACCESS_INTEGRATIONS = (AIRFLOW_EXTERNAL_ACCESS);
