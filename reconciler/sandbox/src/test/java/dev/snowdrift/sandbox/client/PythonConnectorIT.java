package dev.snowdrift.sandbox.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// snowflake-connector-python against the sandbox, as its documentation has people use it.
class PythonConnectorIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path home;
  private static ClientWorld world;
  private static PythonConsole python;

  @BeforeAll
  static void start() throws IOException {
    world = ClientWorld.start(home);
    world.run(
        "CREATE DATABASE d1",
        "CREATE SCHEMA d1.s1",
        "CREATE STAGE d1.s1.files",
        "CREATE WAREHOUSE w1 WAREHOUSE_SIZE = XSMALL INITIALLY_SUSPENDED = TRUE",
        "CREATE ROLE reader",
        "GRANT ROLE reader TO USER admin");
    python = new PythonConsole(world);
  }

  @AfterAll
  static void stop() throws IOException {
    python.close();
    world.close();
  }

  /// One row of the table: what Python runs and what it must answer, as JSON.
  record Case(String name, String snippet, String answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case statement(String name, String expression, String answer) {
    return new Case(
        name, "with connect() as c:\n    cur = c.cursor()\n    answer = " + expression, answer);
  }

  static List<Case> cases() {
    return List.of(
        statement("fetchall", "cur.execute('select 1, \\'a\\'').fetchall()", "[[1, \"a\"]]"),
        statement("fetchone", "cur.execute('select 1').fetchone()", "[1]"),
        statement(
            "the end", "(cur.execute('select 1'), cur.fetchone(), cur.fetchone())[2]", "null"),
        statement(
            "dictionaries",
            "c.cursor(DictCursor).execute('select 1 as a, true as b').fetchall()",
            "[{\"A\": 1, \"B\": true}]"),
        statement(
            "types of literals",
            "columns(cur.execute(\"select 1 a, 1.50 b, 'x' c, true d, null e, current_timestamp()"
                + " f\"))",
            "[\"A FIXED\", \"B FIXED\", \"C TEXT\", \"D BOOLEAN\", \"E TEXT\", \"F"
                + " TIMESTAMP_LTZ\"]"),
        statement(
            "values of literals",
            "cur.execute(\"select 1.50, 'it''s', false, null, ''\").fetchone()",
            "[\"Decimal 1.50\", \"it's\", false, null, \"\"]"),
        statement(
            "describe runs nothing",
            "[m.name for m in cur.describe('show stages in schema d1.s1')][:3]",
            "[\"created_on\", \"name\", \"database_name\"]"),
        new Case(
            "format style binds",
            """
            with connect() as c:
                answer = [c.cursor().execute('select %s, %s', ("it's", 7)).fetchone(),
                          c.cursor().execute('select %(b)s', {'b': None}).fetchone()]
            """,
            "[[\"it's\", 7], [null]]"),
        new Case(
            "qmark binds",
            """
            snowflake.connector.paramstyle = 'qmark'
            try:
                with connect() as c:
                    answer = c.cursor().execute('select ?, ?, ?, ?', ("it's", 7, None, True)).fetchone()
            finally:
                snowflake.connector.paramstyle = 'pyformat'
            """,
            "[\"it's\", \"7\", null, \"true\"]"),
        statement(
            "rows affected by DDL",
            "(cur.execute('create or replace schema d1.tmp1'), cur.fetchall(), cur.rowcount)[1:]",
            "[[[\"Schema TMP1 successfully created.\"]], 1]"),
        statement(
            "fetchmany",
            "(cur.execute('show roles'), len(cur.fetchmany(2)), len(cur.fetchmany(2)), cur.rowcount"
                + " > 4)[1:]",
            "[2, 2, true]"),
        statement(
            "iteration",
            "[row[1] for row in cur.execute(\"show roles like '%admin'\")]",
            "[\"ACCOUNTADMIN\", \"SECURITYADMIN\", \"SYSADMIN\", \"USERADMIN\"]"),
        statement(
            "the context follows USE",
            "[cur.execute('use schema d1.s1') and c.database, c.schema, cur.execute('use role"
                + " reader') and c.role, cur.execute('use role accountadmin') and cur.execute('use"
                + " warehouse w1') and c.warehouse]",
            "[\"D1\", \"S1\", \"READER\", \"W1\"]"),
        new Case(
            "the context of the login",
            """
            with connect(database='d1', schema='s1', warehouse='w1', role='accountadmin') as c:
                answer = [c.database, c.schema, c.warehouse, c.role, c.user, c.account]
            """,
            "[\"D1\", \"S1\", \"W1\", \"ACCOUNTADMIN\", \"ADMIN\", \"sandbox\"]"),
        new Case(
            "a context that the role may not use",
            """
            with connect(database='d1', schema='s1', warehouse='w1', role='reader') as c:
                answer = [c.database, c.schema, c.warehouse, c.role]
            """,
            "[null, null, null, \"READER\"]"),
        new Case(
            "session parameters of the login",
            """
            with connect(session_parameters={'QUERY_TAG': 'tagged', 'TIMEZONE': 'Europe/Zurich'}) as c:
                rows = c.cursor(DictCursor).execute("show parameters like 'query_tag' in session").fetchall()
                answer = [rows[0]['value'], rows[0]['level'], c.cursor().execute('select current_timestamp()').fetchone()[0].tzname() is not None]
            """,
            "[\"tagged\", \"SESSION\", true]"),
        statement(
            "ALTER SESSION",
            "[cur.execute(\"alter session set query_tag = 'x'\").fetchone()[0],"
                + " c.cursor(DictCursor).execute(\"show parameters like"
                + " 'QUERY_TAG'\").fetchone()['value'], cur.execute('alter session unset"
                + " query_tag') and c.cursor(DictCursor).execute(\"show parameters like"
                + " 'QUERY_TAG'\").fetchone()['value']]",
            "[\"Statement executed successfully.\", \"x\", \"\"]"),
        new Case(
            "autocommit and transactions",
            """
            with connect(autocommit=False) as c:
                answer = [c._autocommit if hasattr(c, '_autocommit') else None]
                c.cursor().execute('begin')
                c.commit()
                c.rollback()
                c.autocommit(True)
                answer = [row['value'] for row in c.cursor(DictCursor).execute("show parameters like 'autocommit'")]
            """,
            "[\"true\"]"),
        statement(
            "one statement at a time",
            "refused(lambda: cur.execute('select 1; select 2'))['errno']",
            "8"),
        statement(
            "several on demand",
            "[cur.execute('select 1; select 2', num_statements=2).fetchall(), cur.nextset() and"
                + " cur.fetchall(), cur.nextset()]",
            "[[[1]], [[2]], null]"),
        statement(
            "execute_string",
            "[x.fetchall() for x in c.execute_string('select 1; -- two\\nselect 2;')]",
            "[[[1]], [[2]]]"),
        statement(
            "the id of a query",
            "[cur.execute('select 1').sfqid == cur.sfqid, len(cur.sfqid),"
                + " cur.execute('select last_query_id()').fetchone()[0] != '']",
            "[true, 36, true]"),
        new Case(
            "asynchronous queries",
            """
            with connect() as c:
                cur = c.cursor()
                cur.execute_async("show roles like 'sysadmin'")
                query = cur.sfqid
                while c.is_still_running(c.get_query_status_throw_if_error(query)):
                    pass
                status = c.get_query_status(query).name
                cur.get_results_from_sfqid(query)
                answer = [status, cur.fetchall()[0][1]]
            """,
            "[\"SUCCESS\", \"SYSADMIN\"]"),
        new Case(
            "the status of a failed query",
            """
            with connect() as c:
                cur = c.cursor()
                cur.execute_async('describe schema nowhere.at_all')
                query = cur.sfqid
                while c.is_still_running(c.get_query_status(query)):
                    pass
                answer = [c.get_query_status(query).name,
                          refused(lambda: c.get_query_status_throw_if_error(query))['errno']]
            """,
            "[\"FAILED_WITH_ERROR\", 2043]"),
        new Case(
            "results of another session",
            """
            with connect() as one, connect() as two:
                query = one.cursor().execute("show roles like 'public'").sfqid
                cur = two.cursor()
                cur.get_results_from_sfqid(query)
                answer = cur.fetchall()[0][1]
            """,
            "\"PUBLIC\""),
        new Case(
            "keep-alive, validity and close",
            """
            c = connect(client_session_keep_alive=True)
            answer = [c.is_valid(), c.is_closed()]
            c.close()
            answer += [c.is_closed(), refused(lambda: c.cursor().execute('select 1'))['errno']]
            """,
            "[true, false, true, 250002]"),
        new Case(
            "many cursors of one connection at once",
            """
            from concurrent.futures import ThreadPoolExecutor
            with connect() as c, ThreadPoolExecutor(16) as pool:
                answer = sum(pool.map(lambda i: c.cursor().execute(f'select {i}').fetchone()[0], range(100)))
            """,
            "4950"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_snippet_answers_as_with_an_account(Case given) throws IOException {
    var answer = python.run(given.snippet());

    assertThat(answer).isEqualTo(JSON.readTree(given.answer()));
  }

  @Test
  void logging_in_works_by_key_pair_and_by_access_token() throws IOException {
    var answer =
        python.run(
            """
            answer = []
            for way in ({'private_key_file': '%s'},
                        {'authenticator': 'PROGRAMMATIC_ACCESS_TOKEN', 'token': '%s'},
                        {'password': '%s'}):
                with connect_without_password(**way) as c:
                    answer += c.cursor().execute('select current_user()').fetchone()
            """
                .formatted(world.privateKey, ClientWorld.TOKEN, ClientWorld.TOKEN));

    assertThat(answer).extracting(JsonNode::asString).containsExactly("ADMIN", "ADMIN", "ADMIN");
  }

  @Test
  void a_refused_login_says_why() throws IOException {
    var answer =
        python.run(
            """
            answer = [refused(lambda: connect(password='wrong')),
                      refused(lambda: connect(user='nobody')),
                      refused(lambda: connect(role='sysadmin', user='ADMIN', database='d1') and None),
                      refused(lambda: connect(role='nope')),
                      refused(lambda: connect(warehouse='nope', validate_default_parameters=True)),
                      refused(lambda: connect_without_password(authenticator='PROGRAMMATIC_ACCESS_TOKEN', token='bad'))]
            """);

    assertThat(answer.path(0).path("errno").asInt()).isEqualTo(390100);
    assertThat(answer.path(0).path("message").asString())
        .contains("Incorrect username or password was specified");
    assertThat(answer.path(1).path("errno").asInt()).isEqualTo(390100);
    assertThat(answer.path(2).isNull()).isTrue();
    assertThat(answer.path(3).path("message").asString()).contains("NOPE", "not granted");
    assertThat(answer.path(4).path("errno").asInt()).isEqualTo(390201);
    assertThat(answer.path(5).path("errno").asInt()).isEqualTo(394400);
  }

  @Test
  void an_error_carries_its_number_its_state_and_the_query() throws IOException {
    var answer =
        python.run(
            """
            with connect() as c:
                answer = [refused(lambda: c.cursor().execute(sql)) for sql in
                          ('selekt 1', 'drop schema d1.nope', 'create schema d1.s1', 'show stages in database nope')]
            """);

    assertThat(answer)
        .extracting(error -> error.path("errno").asInt())
        .containsExactly(1003, 2003, 2002, 2043);
    assertThat(answer)
        .extracting(error -> error.path("sqlstate").asString())
        .containsExactly("42000", "02000", "42710", "02000");
    assertThat(answer)
        .extracting(error -> error.path("type").asString())
        .containsOnly("ProgrammingError");
    assertThat(answer.path(1).path("message").asString())
        .contains("002003 (02000): SQL compilation error:", "'D1.NOPE' does not exist or not");
    assertThat(answer.path(1).path("sfqid").asString()).hasSize(36);
  }

  @Test
  void a_session_is_renewed_unseen() throws IOException {
    python.run(
        """
        snowflake.kept = connect()
        snowflake.kept.cursor().execute('use schema d1.s1')
        """);

    world.sandbox.expireSessions();
    var answer =
        python.run(
            """
            answer = snowflake.kept.cursor().execute('select current_schema()').fetchone()
            snowflake.kept.close()
            """);

    assertThat(answer.path(0).asString()).isEqualTo("S1");
  }

  @Test
  void a_query_is_cancelled_by_its_timeout() throws IOException {
    var held = world.sandbox.faults().on("select 'held'").hold();

    var answer =
        python.run(
            """
            with connect() as c:
                answer = refused(lambda: c.cursor().execute("select 'held'", timeout=1))
            """);

    assertThat(answer.path("errno").asInt()).isEqualTo(604);
    assertThat(answer.path("sqlstate").asString()).isEqualTo("57014");
    assertThat(held.fired()).isEqualTo(1);
    world.sandbox.faults().remove(held);
  }

  @Test
  void trouble_on_the_way_is_retried_and_nothing_runs_twice() throws IOException {
    var before = world.sandbox.statements().last();
    var lost = world.sandbox.faults().on("create schema d1.once").dropAfter();
    var busy = world.sandbox.faults().on("create schema d1.twice").httpStatus(503);

    var answer =
        python.run(
            """
            with connect() as c:
                answer = [c.cursor().execute(f'create schema d1.{name}').fetchone()[0] for name in ('once', 'twice')]
            """);

    assertThat(answer)
        .extracting(JsonNode::asString)
        .containsExactly("Schema ONCE successfully created.", "Schema TWICE successfully created.");
    assertThat(lost.fired() + busy.fired()).isEqualTo(2);
    assertThat(world.sandbox.statements().writesSince(before)).hasSize(2);
  }

  @Test
  void ten_thousand_rows_arrive_whole() throws IOException {
    world.run("CREATE DATABASE many");
    for (var i = 0; i < 10_000; i++) {
      world.run("CREATE STAGE many.public.s%05d".formatted(i));
    }

    var answer =
        python.run(
            """
            with connect() as c:
                names = [row[1] for row in c.cursor().execute('show stages in schema many.public')]
                answer = [len(names), len(set(names)), names[0], names[-1]]
            """);

    assertThat(answer).isEqualTo(JSON.readTree("[10000, 10000, \"S00000\", \"S09999\"]"));
    world.run("DROP DATABASE many");
  }
}
