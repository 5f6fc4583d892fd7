-- What Snowdrift itself needs in an account. Run once by a person who may use SECURITYADMIN, SYSADMIN and ACCOUNTADMIN:
--
--   snow sql -f spcs/install.sql
--
-- then build and push the image (docker/build-and-push reconciler), run secrets.sql and service.sql.
-- Running it again changes nothing that exists, but for the list of hosts at the end.

-- The role. A container service can do what its owner role may do and nothing else, so this role is the whole power of
-- Snowdrift in the account: give it less where you declare less.
USE ROLE SECURITYADMIN;
CREATE ROLE IF NOT EXISTS SNOWDRIFT COMMENT = 'Owns what Snowdrift makes';
-- People who administrate the account can look after what it owns.
GRANT ROLE SNOWDRIFT TO ROLE SYSADMIN;

USE ROLE ACCOUNTADMIN;
GRANT CREATE DATABASE ON ACCOUNT TO ROLE SNOWDRIFT;
GRANT CREATE ROLE ON ACCOUNT TO ROLE SNOWDRIFT;
GRANT CREATE COMPUTE POOL ON ACCOUNT TO ROLE SNOWDRIFT;
GRANT CREATE INTEGRATION ON ACCOUNT TO ROLE SNOWDRIFT;
-- Only for services with public endpoints.
GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE SNOWDRIFT;
-- Only when warehouses are declared; Snowdrift itself uses none.
-- GRANT CREATE WAREHOUSE ON ACCOUNT TO ROLE SNOWDRIFT;

-- From here on as the role itself, so that it owns its own house.
USE ROLE SNOWDRIFT;
CREATE DATABASE IF NOT EXISTS SNOWDRIFT COMMENT = 'Snowdrift itself';
CREATE SCHEMA IF NOT EXISTS SNOWDRIFT.OPERATOR COMMENT = 'The service, its image, configuration and secrets';
CREATE IMAGE REPOSITORY IF NOT EXISTS SNOWDRIFT.OPERATOR.IMAGES;
-- Mounted by the service; stage volumes want server-side encryption.
CREATE STAGE IF NOT EXISTS SNOWDRIFT.OPERATOR.CONFIG
  ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')
  DIRECTORY = (ENABLE = TRUE);

CREATE COMPUTE POOL IF NOT EXISTS SNOWDRIFT_POOL
  MIN_NODES = 1
  MAX_NODES = 1
  INSTANCE_FAMILY = CPU_X64_XS
  AUTO_RESUME = TRUE
  AUTO_SUSPEND_SECS = 0
  COMMENT = 'Runs Snowdrift';

-- What it may reach: where the desired state is, and Prefect. Put your hosts here; wildcards do not work in services.
-- (CREATE OR ALTER, because network rules know no IF NOT EXISTS.)
CREATE OR ALTER NETWORK RULE SNOWDRIFT.OPERATOR.EGRESS
  TYPE = HOST_PORT
  MODE = EGRESS
  VALUE_LIST = ('github.com:443', 'api.prefect.cloud:443');
