-- A machine-learning pipeline: a pool, and six tasks in a row of which each runs a job.
CREATE ROLE IF NOT EXISTS MLOPS_ROLE;
GRANT ROLE MLOPS_ROLE TO USER ADMIN;
CREATE DATABASE MLOPS_DATABASE;
CREATE SCHEMA MLOPS_DATABASE.MLOPS_SCHEMA;
CREATE IMAGE REPOSITORY MLOPS_DATABASE.MLOPS_SCHEMA.IMAGES;
CREATE WAREHOUSE MLOPS_TASK_WH WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60 AUTO_RESUME = TRUE;
CREATE COMPUTE POOL MLOPS_COMPUTE_POOL MIN_NODES = 1 MAX_NODES = 10 INSTANCE_FAMILY = CPU_X64_XS AUTO_SUSPEND_SECS = 300;
GRANT USAGE ON WAREHOUSE MLOPS_TASK_WH TO ROLE MLOPS_ROLE;
GRANT USAGE ON DATABASE MLOPS_DATABASE TO ROLE MLOPS_ROLE;
GRANT USAGE, CREATE TABLE, CREATE VIEW, CREATE STAGE, CREATE SERVICE ON SCHEMA MLOPS_DATABASE.MLOPS_SCHEMA TO ROLE MLOPS_ROLE;
GRANT CREATE COMPUTE POOL ON ACCOUNT TO ROLE MLOPS_ROLE;
USE SCHEMA MLOPS_DATABASE.MLOPS_SCHEMA;
CREATE TASK task_generate_sample_data
  WAREHOUSE = MLOPS_TASK_WH SCHEDULE = 'USING CRON 0 2 * * * UTC'
  USER_TASK_TIMEOUT_MS = 3600000
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_generate_sample_data FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, generate-data]
';
CREATE TASK task_preprocess_data
  WAREHOUSE = MLOPS_TASK_WH 
  USER_TASK_TIMEOUT_MS = 3600000
  AFTER task_generate_sample_data
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_preprocess_data FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, preprocess-data]
';
CREATE TASK task_engineer_features
  WAREHOUSE = MLOPS_TASK_WH 
  USER_TASK_TIMEOUT_MS = 3600000
  AFTER task_preprocess_data
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_engineer_features FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, feature-engineering]
';
CREATE TASK task_train_test_split
  WAREHOUSE = MLOPS_TASK_WH 
  USER_TASK_TIMEOUT_MS = 3600000
  AFTER task_engineer_features
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_train_test_split FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, train-test-split]
';
CREATE TASK task_train_model
  WAREHOUSE = MLOPS_TASK_WH 
  USER_TASK_TIMEOUT_MS = 3600000
  AFTER task_train_test_split
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_train_model FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, train-model]
';
CREATE TASK task_evaluate_model
  WAREHOUSE = MLOPS_TASK_WH 
  USER_TASK_TIMEOUT_MS = 3600000
  AFTER task_train_model
  AS EXECUTE JOB SERVICE IN COMPUTE POOL MLOPS_COMPUTE_POOL NAME = job_evaluate_model FROM SPECIFICATION '
spec:
  containers:
  - name: main
    image: /mlops_database/mlops_schema/images/mlops_framework:latest
    args: [--node, evaluate-model]
';
ALTER TASK task_evaluate_model RESUME;
ALTER TASK task_train_model RESUME;
ALTER TASK task_train_test_split RESUME;
ALTER TASK task_engineer_features RESUME;
ALTER TASK task_preprocess_data RESUME;
ALTER TASK task_generate_sample_data RESUME;
