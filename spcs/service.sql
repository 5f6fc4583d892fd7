-- The service itself, after install.sql, secrets.sql and the push of the image. From the root of the repository, with your
-- own values in spcs/snowdrift.yaml:
--
--   snow sql -f spcs/service.sql
--
-- It needs exactly one instance (its state is on a block volume). A newer image or specification later: upload it again
-- and run the ALTER at the end; never drop the service.
USE ROLE SNOWDRIFT;
USE SCHEMA SNOWDRIFT.OPERATOR;

PUT file://spcs/snowdrift.yaml @CONFIG AUTO_COMPRESS = FALSE OVERWRITE = TRUE;
PUT file://spcs/service.yaml @CONFIG AUTO_COMPRESS = FALSE OVERWRITE = TRUE;

CREATE SERVICE IF NOT EXISTS SNOWDRIFT
  IN COMPUTE POOL SNOWDRIFT_POOL
  FROM @CONFIG SPECIFICATION_FILE = 'service.yaml'
  EXTERNAL_ACCESS_INTEGRATIONS = (SNOWDRIFT_EGRESS)
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1
  COMMENT = 'The reconciler';

-- ALTER SERVICE SNOWDRIFT FROM @CONFIG SPECIFICATION_FILE = 'service.yaml';
SHOW SERVICE CONTAINERS IN SERVICE SNOWDRIFT;
