-- The secrets of Snowdrift itself, and the integration that lets the service use them. The values are filled in by the
-- client from its command line, so run it where nobody else can list processes, and not from a shell that keeps history:
--
--   snow sql -f spcs/secrets.sql -D "mark_key=$(openssl rand -hex 32)" -D "git_token=$GIT_TOKEN" \
--     -D "prefect_api_key=$PREFECT_API_KEY" -D "alert_webhook=$ALERT_WEBHOOK"
--
-- Keep the mark key: with another one every object of yours becomes a stranger that is not touched until it is adopted.
-- Later: ALTER SECRET ... SET SECRET_STRING = '...', then ALTER SERVICE SNOWDRIFT.OPERATOR.SNOWDRIFT SUSPEND and RESUME,
-- because a running container keeps the old value.
USE ROLE SNOWDRIFT;
USE SCHEMA SNOWDRIFT.OPERATOR;

CREATE SECRET IF NOT EXISTS MARK_KEY TYPE = GENERIC_STRING SECRET_STRING = '<% mark_key %>';
CREATE SECRET IF NOT EXISTS GIT_TOKEN TYPE = GENERIC_STRING SECRET_STRING = '<% git_token %>';
CREATE SECRET IF NOT EXISTS PREFECT_API_KEY TYPE = GENERIC_STRING SECRET_STRING = '<% prefect_api_key %>';
CREATE SECRET IF NOT EXISTS ALERT_WEBHOOK TYPE = GENERIC_STRING SECRET_STRING = '<% alert_webhook %>';

CREATE EXTERNAL ACCESS INTEGRATION SNOWDRIFT_EGRESS
  ALLOWED_NETWORK_RULES = (SNOWDRIFT.OPERATOR.EGRESS)
  ALLOWED_AUTHENTICATION_SECRETS = (SNOWDRIFT.OPERATOR.GIT_TOKEN, SNOWDRIFT.OPERATOR.PREFECT_API_KEY,
    SNOWDRIFT.OPERATOR.ALERT_WEBHOOK)
  ENABLED = TRUE
  COMMENT = 'What Snowdrift may reach';
