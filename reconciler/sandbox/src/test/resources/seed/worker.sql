-- One Prefect worker as a service: what a set-up script of such a system creates.
CREATE DATABASE IF NOT EXISTS E2E_FLOW_DB COMMENT = 'Everything of the worker';
CREATE SCHEMA IF NOT EXISTS E2E_FLOW_DB.IMAGE_SCHEMA;
CREATE SCHEMA IF NOT EXISTS E2E_FLOW_DB.APP_SCHEMA;
CREATE IMAGE REPOSITORY IF NOT EXISTS E2E_FLOW_DB.IMAGE_SCHEMA.IMAGE_REPO COMMENT = 'The worker''s image';
CREATE STAGE IF NOT EXISTS E2E_FLOW_DB.APP_SCHEMA.APP_STAGE DIRECTORY = (ENABLE = TRUE);
CREATE COMPUTE POOL IF NOT EXISTS E2E_FLOW_COMPUTE_POOL
  MIN_NODES = 1
  MAX_NODES = 3
  INSTANCE_FAMILY = CPU_X64_S
  AUTO_RESUME = TRUE
  AUTO_SUSPEND_SECS = 3600;
CREATE SERVICE E2E_FLOW_DB.APP_SCHEMA.E2E_FLOW_SERVICE
  IN COMPUTE POOL E2E_FLOW_COMPUTE_POOL
  FROM SPECIFICATION $$
spec:
  containers:
  - name: e2e-flow-container
    image: /e2e_flow_db/image_schema/image_repo/e2e-flow:latest
    env: {PYTHONUNBUFFERED: "1"}
    resources:
      requests: {memory: 2Gi, cpu: 1.0}
      limits: {memory: 4Gi, cpu: 2.0}
    readinessProbe: {port: 8080, path: /}
  endpoints:
  - {name: e2e-flow-endpoint, port: 8080, public: true}
$$
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1;
