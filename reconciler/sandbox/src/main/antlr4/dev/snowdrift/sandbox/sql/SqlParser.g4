parser grammar SqlParser;

options { tokenVocab = SqlLexer; }

// The statements of the sandbox. Options of objects are generic here (`KEY = value`); the object's
// kind knows which exist. What Snowflake wants in a fixed order is fixed here.

script : SEMI* statement SEMI* EOF;

statement
  : create
  | alter
  | drop
  | show
  | describe
  | use
  | grant
  | revoke
  | select
  | executeJob
  | executeTask
  | call
  | transaction
  | commentOn
  | listFiles
  | dml
  ;

// ---- CREATE ----------------------------------------------------------------------------------

create
  : CREATE createMode? SERVICE ifNotExists? name IN COMPUTE POOL pool=name specification
      clause*                                                              # createService
  | CREATE createMode? modifier* kind ifNotExists? name clause*            # createObject
  ;

createMode : OR REPLACE | OR ALTER;

modifier : TRANSIENT | TEMPORARY | TEMP;

ifNotExists : IF NOT EXISTS;

ifExists : IF EXISTS;

clause
  : WITH? property
  | WITH? TAG LPAREN tagValue (COMMA tagValue)* RPAREN
  | WITH MANAGED ACCESS
  | COPY GRANTS
  | FOR APPLICATION name
  | CLONE name
  | AFTER name (COMMA name)*
  | EXECUTE AS USER name
  | WITH CONTACT LPAREN property (COMMA property)* RPAREN
  | ALLOWED_VALUES literal (COMMA literal)*
  | WHEN condition
  | AS body
  | COMMA
  ;

tagValue : name EQ literal;

// SQL text that is kept as written.
condition : ~( SEMI | AS )+;

// A block has semicolons of its own.
body
  : (BEGIN | DECLARE) anyToken*
  | ~SEMI+
  ;

anyToken : ~SEMI | SEMI;

specification
  : FROM SPECIFICATION text
  | FROM STAGE_PATH SPECIFICATION_FILE EQ text
  | FROM SPECIFICATION_TEMPLATE text usingValues
  | FROM STAGE_PATH SPECIFICATION_TEMPLATE_FILE EQ text usingValues
  ;

usingValues : USING LPAREN usingValue (COMMA usingValue)* RPAREN;

usingValue : identifier ARROW value;

text : STRING | DOLLAR_STRING | BIND;

// ---- properties ------------------------------------------------------------------------------

property : key EQ value;

key : plainWord;

value
  : literal
  | STAGE_PATH
  | name
  | LPAREN RPAREN
  | LPAREN value (COMMA value)* RPAREN
  | LPAREN property (COMMA? property)* RPAREN
  ;

literal
  : STRING
  | DOLLAR_STRING
  | (MINUS | PLUS)? (INTEGER | DECIMAL)
  | TRUE
  | FALSE
  | NULL
  | BIND
  ;

// ---- ALTER, DROP -----------------------------------------------------------------------------

alter
  : ALTER SESSION SET settings                        # alterSessionSet
  | ALTER SESSION UNSET key (COMMA key)*              # alterSessionUnset
  | ALTER ACCOUNT SET settings                        # alterAccountSet
  | ALTER ACCOUNT UNSET key (COMMA key)*              # alterAccountUnset
  | ALTER kind ifExists? name action                  # alterObject
  ;

settings : property (COMMA? property)*;

action
  : SET TAG tagValue (COMMA tagValue)*
  | UNSET TAG name (COMMA name)*
  | (SET | UNSET) EXECUTE AS USER name?
  | SET CONTACT settings
  | UNSET DCM PROJECT
  | SET settings
  | UNSET key (COMMA key)*
  | RENAME TO name
  | SWAP WITH name
  | specification
  | RESTORE VOLUME QUOTED_ID INSTANCES INTEGER (COMMA INTEGER)* FROM SNAPSHOT name
  | (ADD | ROTATE | REMOVE | MODIFY) (PROGRAMMATIC ACCESS TOKEN | PAT) name (RENAME TO name | SET settings | UNSET key | property*)
  | (ADD | REMOVE) AFTER name (COMMA name)*
  | (ADD | DROP) ALLOWED_VALUES literal (COMMA literal)*
  | MODIFY AS body
  | MODIFY WHEN condition
  | command
  ;

command
  : SUSPEND
  | RESUME (IF SUSPENDED)?
  | STOP ALL (OF TYPE plainWord (COMMA plainWord)*)?
  | ABORT ALL QUERIES
  | (ENABLE | DISABLE) MANAGED ACCESS
  | REFRESH property?
  | FETCH
  | REMOVE WHEN
  ;

drop
  : DROP kind ifExists? name (CASCADE | RESTRICT | FORCE)?
  | UNDROP kind name
  ;

commentOn : COMMENT ifExists? ON kind name IS literal;

executeJob
  : EXECUTE JOB SERVICE IN COMPUTE POOL pool=name clause* specification clause*
  ;

executeTask
  : EXECUTE TASK name (RETRY LAST | RETRY plainWord+ text | USING plainWord EQ literal)?
  ;

call : CALL name (BANG method=identifier)? LPAREN (expression (COMMA expression)*)? RPAREN;

// ---- SHOW, DESCRIBE, USE ---------------------------------------------------------------------

show
  : SHOW GRANTS grantsOf?                             # showGrants
  | SHOW FUTURE GRANTS (IN kind name | TO grantee)    # showFutureGrants
  | SHOW PARAMETERS (LIKE text)? ((IN | FOR) (SESSION | ACCOUNT | kind name?))? (LIKE text)?
                                                      # showParameters
  | SHOW VARIABLES (LIKE text)?                       # showVariables
  | SHOW TERSE? shown HISTORY? showOption*            # showObjects
  ;

showOption
  : LIKE text
  | IN scope
  | STARTS WITH text
  | LIMIT INTEGER (FROM text)?
  | EXCLUDE JOBS
  | OF TYPE plainWord (COMMA plainWord)*
  | ROOT ONLY
  | WITH PRIVILEGES plainWord (COMMA plainWord)*
  ;

scope
  : ACCOUNT
  | kind name?
  | name
  ;

grantsOf
  : ON ACCOUNT
  | ON kind name
  | TO SERVICE ROLE name BANG identifier
  | TO grantee
  | OF SERVICE ROLE name BANG identifier
  | OF grantee
  ;

describe : (DESC | DESCRIBE) kind name;

use
  : USE SECONDARY ROLES plainWord
  | USE (ROLE | WAREHOUSE | DATABASE | SCHEMA) name
  | USE name
  ;

listFiles : (LIST | LS) STAGE_PATH;

// ---- GRANT, REVOKE ---------------------------------------------------------------------------

grant
  : GRANT SERVICE ROLE name BANG identifier TO grantee                      # grantServiceRole
  | GRANT (DATABASE? ROLE) name TO grantee                                  # grantRole
  | GRANT privileges ON grantTarget TO grantee
      (WITH GRANT OPTION | (COPY | REVOKE) CURRENT GRANTS)?                 # grantPrivileges
  ;

revoke
  : REVOKE SERVICE ROLE name BANG identifier FROM grantee                   # revokeServiceRole
  | REVOKE (DATABASE? ROLE) name FROM grantee                               # revokeRole
  | REVOKE (GRANT OPTION FOR)? privileges ON grantTarget FROM grantee (RESTRICT | CASCADE)?
                                                                            # revokePrivileges
  ;

privileges
  : ALL PRIVILEGES?
  | privilege (COMMA privilege)*
  ;

privilege : (plainWord | CREATE | SELECT | INSERT | UPDATE | TABLE | GRANT)+;

grantTarget
  : ACCOUNT
  | (ALL | FUTURE) shown IN kind name
  | kind name
  ;

grantee
  : USER name
  | DATABASE ROLE name
  | APPLICATION ROLE name
  | ROLE name
  | name
  ;

// ---- queries ---------------------------------------------------------------------------------

select
  : SELECT selectItem (COMMA selectItem)*             # constantSelect
  | SELECT anything* FROM anything*                   # tableSelect
  ;

selectItem : expression (AS? identifier)?;

expression
  : literal                                                           # literalExpression
  | VARIABLE                                                          # variableExpression
  | name LPAREN (expression (COMMA expression)*)? RPAREN              # callExpression
  | name                                                              # nameExpression
  | LPAREN expression RPAREN                                          # nestedExpression
  | expression CAST plainWord (LPAREN INTEGER (COMMA INTEGER)* RPAREN)?  # castExpression
  | expression CONCAT expression                                      # concatExpression
  ;

dml : (INSERT | UPDATE | DELETE | MERGE | COPY | WITH) anything*;

anything : ~SEMI;

transaction
  : BEGIN (TRANSACTION | WORK)?
  | START TRANSACTION
  | COMMIT WORK?
  | ROLLBACK WORK?
  ;

// ---- names -----------------------------------------------------------------------------------

name
  : identifier (DOT identifier)*
  | identifier DOT DOT identifier
  | IDENTIFIER LPAREN (STRING | BIND | VARIABLE) RPAREN
  ;

identifier : plainWord | QUOTED_ID;

kind
  : COMPUTE POOL
  | IMAGE REPOSITORY
  | JOB? SERVICE
  | GATEWAY
  | SNAPSHOT
  | DATABASE ROLE
  | DATABASE
  | SCHEMA
  | ROLE
  | USER
  | WAREHOUSE
  | STAGE
  | SECRET
  | NETWORK RULE
  | NETWORK POLICY
  | (EXTERNAL ACCESS | SECURITY | API | STORAGE | NOTIFICATION)? INTEGRATION
  | TASK
  | (EVENT | DYNAMIC | EXTERNAL)? TABLE
  | MATERIALIZED? VIEW
  | FILE FORMAT
  | FUNCTION
  | PROCEDURE
  | SEQUENCE
  | STREAM
  | PIPE
  | ALERT
  | TAG
  | GIT REPOSITORY
  | RESOURCE MONITOR
  | DCM PROJECT
  ;

// What SHOW lists, and what ALL and FUTURE grants range over.
shown
  : COMPUTE POOL INSTANCE FAMILIES
  | COMPUTE POOLS
  | NODES
  | IMAGE REPOSITORIES
  | IMAGES
  | SERVICE (CONTAINERS | INSTANCES)
  | JOB? SERVICES
  | ENDPOINTS
  | GATEWAYS
  | SNAPSHOTS
  | DATABASE ROLES
  | DATABASES
  | SCHEMAS
  | ROLES
  | USERS
  | USER (PROGRAMMATIC ACCESS TOKENS | PROGRAMMATIC ACCESS TOKEN)
  | WAREHOUSES
  | STAGES
  | SECRETS
  | NETWORK RULES
  | NETWORK POLICIES
  | (EXTERNAL ACCESS | SECURITY | API | STORAGE | NOTIFICATION)? INTEGRATIONS
  | TASKS
  | (EVENT | DYNAMIC | EXTERNAL)? TABLES
  | MATERIALIZED? VIEWS
  | FILE FORMATS
  | FUNCTIONS
  | PROCEDURES
  | SEQUENCES
  | STREAMS
  | PIPES
  | ALERTS
  | TAGS
  | GIT (REPOSITORIES | BRANCHES | TAGS)
  | RESOURCE MONITORS
  | DCM PROJECTS
  | OBJECTS
  | COLUMNS
  | VERSIONS
  ;

// Every word that is not reserved.
plainWord
  : ID
  | ABORT | ACCESS | ACCOUNT | ADD | AFTER | ALERT | ALERTS | ALL | ALLOWED_VALUES | API |
    APPLICATION | BEGIN | BRANCHES | CALL | CASCADE | CLONE | COLUMNS | COMMENT | COMMIT |
    COMPUTE | CONTACT | CONTAINERS | COPY | CURRENT | DATABASE | DATABASES | DCM | DECLARE | DELETE | DESC |
    DESCRIBE | DISABLE | DYNAMIC | ENABLE | ENDPOINTS | EVENT | EXCLUDE | EXECUTE | EXTERNAL |
    FAMILIES | FETCH | FILE | FINALIZE | FORCE | FORMAT | FORMATS | FUNCTION | FUNCTIONS |
    FUTURE | GATEWAY | GATEWAYS | GIT | GRANTS | HISTORY | IDENTIFIER | IF | IMAGE | IMAGES |
    INSTANCE | INSTANCES | INTEGRATION | INTEGRATIONS | IS | JOB | JOBS | LAST | LIMIT | LIST
    | LS | MANAGED | MATERIALIZED | MERGE | MODIFY | MONITOR | MONITORS | NETWORK | NODES |
    NOTIFICATION | OBJECTS | ONLY | OPTION | PARAMETERS | PAT | PIPE | PIPES | POLICIES |
    POLICY | POOL | POOLS | PRIVILEGES | PROCEDURE | PROCEDURES | PROGRAMMATIC | PROJECT |
    PROJECTS | QUERIES | REFRESH | REMOVE | RENAME | REPLACE | REPOSITORIES | REPOSITORY |
    RESOURCE | RESTORE | RESTRICT | RESUME | RETRY | ROLE | ROLES | ROLLBACK | ROOT | ROTATE |
    RULE | RULES | SCHEMA | SCHEMAS | SECONDARY | SECRET | SECRETS | SECURITY | SEQUENCE |
    SEQUENCES | SERVICE | SERVICES | SESSION | SHOW | SNAPSHOT | SNAPSHOTS | SPECIFICATION |
    SPECIFICATION_FILE | SPECIFICATION_TEMPLATE | SPECIFICATION_TEMPLATE_FILE | STAGE | STAGES
    | START | STARTS | STOP | STORAGE | STREAM | STREAMS | SUSPEND | SUSPENDED | SWAP | TABLES
    | TAG | TAGS | TASK | TASKS | TEMP | TEMPORARY | TERSE | TOKEN | TOKENS | TRANSACTION |
    TRANSIENT | TYPE | UNDROP | USE | USER | USERS | VARIABLES | VERSIONS | VIEW | VIEWS |
    VOLUME | WAREHOUSE | WAREHOUSES | WORK
  ;
