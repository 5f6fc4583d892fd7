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
  | CREATE createMode? modifier* TABLE ifNotExists? name columnList tableClause*
                                                                           # createTable
  | CREATE createMode? modifier* VIEW ifNotExists? name viewColumns? viewClause* AS body
                                                                           # createView
  | CREATE createMode? modifier* (FUNCTION | PROCEDURE) ifNotExists? name parameters
      routineClause*                                                       # createRoutine
  | CREATE createMode? modifier* STREAM ifNotExists? name clause* ON streamSource name clause*
                                                                           # createStream
  | CREATE createMode? modifier* SEQUENCE ifNotExists? name (sequenceOption | clause)*
                                                                           # createSequence
  | CREATE createMode? modifier* kind ifNotExists? name clause*            # createObject
  ;

createMode : OR REPLACE | OR ALTER;

modifier : TRANSIENT | TEMPORARY | TEMP | SECURE | RECURSIVE | AGGREGATE;

ifNotExists : IF NOT EXISTS;

ifExists : IF EXISTS;

clause
  : WITH? property
  | WITH? TAG LPAREN tagValue (COMMA tagValue)* RPAREN
  | WITH MANAGED ACCESS
  | COPY GRANTS
  | FOR APPLICATION name
  | CLONE name
  | LIKE name
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
  | LPAREN STRING EQ value (COMMA STRING EQ value)* RPAREN
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
  | ALTER kind ifExists? name signature? action       # alterObject
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
  | tableAction
  | sequenceAction
  | (ADD | REMOVE) property+
  | REFRESH plainWord
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
  : DROP kind ifExists? name signature? (CASCADE | RESTRICT | FORCE)?
  | UNDROP kind name
  ;

commentOn : COMMENT ifExists? ON kind name signature? IS literal;

// ---- tables, views, functions and procedures --------------------------------------------------

// The arguments that tell overloads apart.
signature : LPAREN (dataType (COMMA dataType)*)? RPAREN;

dataType
  : plainWord (PRECISION | VARYING)? (LPAREN typeArgument (COMMA typeArgument)* RPAREN)?
  ;

typeArgument : INTEGER | identifier? dataType (NOT NULL)?;

columnList : LPAREN tableElement (COMMA tableElement)* RPAREN;

tableElement : tableConstraint | columnDefinition;

columnDefinition : identifier dataType columnOption*;

columnOption
  : NOT? NULL
  | COLLATE text
  | COMMENT text
  | DEFAULT expression
  | (AUTOINCREMENT | IDENTITY)
      (LPAREN signed COMMA signed RPAREN | START WITH? EQ? signed INCREMENT BY? EQ? signed)?
      (ORDER | NOORDER)?
  | (CONSTRAINT identifier)?
      (UNIQUE | PRIMARY KEY | (FOREIGN KEY)? REFERENCES name (LPAREN identifier RPAREN)?)
      constraintOption*
  ;

signed : (MINUS | PLUS)? INTEGER;

constraintOption : NOT? ENFORCED | NOT? DEFERRABLE | (ENABLE | DISABLE) | (RELY | NORELY);

tableConstraint
  : (CONSTRAINT identifier)?
      ( (UNIQUE | PRIMARY KEY) identifiers
      | FOREIGN KEY identifiers REFERENCES name identifiers?
      ) constraintOption*
  ;

identifiers : LPAREN identifier (COMMA identifier)* RPAREN;

tableClause
  : CLUSTER BY LPAREN expression (COMMA expression)* RPAREN
  | clause
  ;

tableAction
  : ADD tableConstraint
  | ADD COLUMN? ifNotExists? columnDefinition (COMMA columnDefinition)*
  | DROP CLUSTERING KEY
  | DROP PRIMARY KEY
  | DROP CONSTRAINT identifier
  | DROP (UNIQUE | FOREIGN KEY) identifiers
  | DROP COLUMN? ifExists? identifier (COMMA identifier)*
  | RENAME COLUMN identifier TO identifier
  | (ALTER | MODIFY) (columnChange (COMMA columnChange)* | LPAREN columnChange (COMMA columnChange)* RPAREN)
  | CLUSTER BY LPAREN expression (COMMA expression)* RPAREN
  | (SUSPEND | RESUME) RECLUSTER
  | SET SECURE
  | EXECUTE AS (CALLER | OWNER | RESTRICTED CALLER)
  ;

columnChange
  : COLUMN? identifier (SET DATA)? TYPE? dataType
  | COLUMN? identifier (SET | DROP) NOT NULL
  | COLUMN? identifier SET DEFAULT expression
  | COLUMN? identifier DROP DEFAULT
  | COLUMN? identifier COMMENT text
  | COLUMN? identifier UNSET COMMENT
  ;

viewColumns : LPAREN viewColumn (COMMA viewColumn)* RPAREN;

viewColumn : identifier (COMMENT EQ? text)?;

viewClause
  : WITH? property
  | WITH? TAG LPAREN tagValue (COMMA tagValue)* RPAREN
  | COPY GRANTS
  ;

parameters : LPAREN (parameter (COMMA parameter)*)? RPAREN;

parameter : identifier dataType (DEFAULT expression)?;

routineClause
  : COPY GRANTS
  | RETURNS (TABLE resultColumns | dataType) (NOT? NULL)?
  | LANGUAGE plainWord
  | CALLED ON NULL INPUT
  | RETURNS NULL ON NULL INPUT
  | STRICT
  | VOLATILE
  | IMMUTABLE
  | MEMOIZABLE
  | EXECUTE AS (CALLER | OWNER | RESTRICTED CALLER)
  | WITH? TAG LPAREN tagValue (COMMA tagValue)* RPAREN
  | AS routineBody
  | property
  ;

resultColumns : LPAREN (identifier dataType (COMMA identifier dataType)*)? RPAREN;

// A scripting block without quotes goes to the end of the text.
routineBody : text | (BEGIN | DECLARE) (anything | SEMI)+;

streamSource : (EVENT | DYNAMIC | EXTERNAL)? TABLE | VIEW | STAGE;

sequenceOption
  : START WITH? EQ? signed
  | INCREMENT BY? EQ? signed
  | ORDER
  | NOORDER
  ;

sequenceAction : SET sequenceOption+ | SET? (ORDER | NOORDER) | SET? INCREMENT BY? EQ? signed;

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
  | SHOW PARAMETERS (LIKE text)? ((IN | FOR) (SESSION | ACCOUNT | kind (name signature?)?))? (LIKE text)?
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
  | ON kind name signature?
  | TO SERVICE ROLE name BANG identifier
  | TO grantee
  | OF SERVICE ROLE name BANG identifier
  | OF grantee
  ;

describe
  : (DESC | DESCRIBE) TABLE name TYPE EQ (COLUMNS | STAGE)
  | (DESC | DESCRIBE) kind name signature?
  ;

use
  : USE SECONDARY ROLES plainWord
  | USE (ROLE | WAREHOUSE | DATABASE | SCHEMA) name
  | USE name
  ;

listFiles : (LIST | LS | REMOVE | RM) (STAGE_PATH | STRING) (plainWord EQ text)?;

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
  | kind name signature?
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
  | SELECT (STAR | selectItem (COMMA selectItem)*) FROM TABLE LPAREN name
      LPAREN (argument (COMMA argument)*)? RPAREN RPAREN
      (ORDER BY order=name direction=plainWord?)? (LIMIT INTEGER)?
                                                      # functionSelect
  | SELECT anything* FROM anything*                   # tableSelect
  ;

argument : (identifier ARROW)? expression;

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
  | USER (FUNCTIONS | PROCEDURES)
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
  | ABORT | ACCESS | ACCOUNT | ADD | AFTER | AGGREGATE | ALERT | ALERTS | ALL |
    ALLOWED_VALUES | API | APPLICATION | AUTOINCREMENT | BEGIN | BRANCHES | CALL | CALLED
    | CALLER | CASCADE | CLONE | CLUSTER | CLUSTERING | COLLATE | COLUMNS | COMMENT |
    COMMIT | COMPUTE | CONTACT | CONTAINERS | COPY | CURRENT | DATA | DATABASE | DATABASES
    | DCM | DECLARE | DEFAULT | DEFERRABLE | DELETE | DESC | DESCRIBE | DISABLE | DYNAMIC
    | ENABLE | ENDPOINTS | ENFORCED | EVENT | EXCLUDE | EXECUTE | EXTERNAL | FAMILIES |
    FETCH | FILE | FINALIZE | FORCE | FOREIGN | FORMAT | FORMATS | FUNCTION | FUNCTIONS |
    FUTURE | GATEWAY | GATEWAYS | GIT | GRANTS | HISTORY | IDENTIFIER | IDENTITY | IF |
    IMAGE | IMAGES | IMMUTABLE | INCREMENT | INPUT | INSTANCE | INSTANCES | INTEGRATION |
    INTEGRATIONS | IS | JOB | JOBS | KEY | LANGUAGE | LAST | LIMIT | LIST | LS | MANAGED |
    MATERIALIZED | MEMOIZABLE | MERGE | MODIFY | MONITOR | MONITORS | NETWORK | NODES |
    NOORDER | NORELY | NOTIFICATION | OBJECTS | ONLY | OPTION | OWNER | PARAMETERS | PAT |
    PIPE | PIPES | POLICIES | POLICY | POOL | POOLS | PRECISION | PRIMARY | PRIVILEGES |
    PROCEDURE | PROCEDURES | PROGRAMMATIC | PROJECT | PROJECTS | QUERIES | RECLUSTER |
    RECURSIVE | REFERENCES | REFRESH | RELY | REMOVE | RENAME | REPLACE | REPOSITORIES |
    REPOSITORY | RESOURCE | RESTORE | RESTRICT | RESTRICTED | RESUME | RETRY | RETURNS |
    RM | ROLE | ROLES | ROLLBACK | ROOT | ROTATE | RULE | RULES | SCHEMA | SCHEMAS |
    SECONDARY | SECRET | SECRETS | SECURE | SECURITY | SEQUENCE | SEQUENCES | SERVICE |
    SERVICES | SESSION | SHOW | SNAPSHOT | SNAPSHOTS | SPECIFICATION | SPECIFICATION_FILE
    | SPECIFICATION_TEMPLATE | SPECIFICATION_TEMPLATE_FILE | STAGE | STAGES | START |
    STARTS | STOP | STORAGE | STREAM | STREAMS | STRICT | SUSPEND | SUSPENDED | SWAP |
    TABLES | TAG | TAGS | TASK | TASKS | TEMP | TEMPORARY | TERSE | TOKEN | TOKENS |
    TRANSACTION | TRANSIENT | TYPE | UNDROP | USE | USER | USERS | VARIABLES | VARYING |
    VERSIONS | VIEW | VIEWS | VOLATILE | VOLUME | WAREHOUSE | WAREHOUSES | WORK
  ;
