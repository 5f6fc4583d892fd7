package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A network policy: from where users may come (properties and columns as in
/// terraform-provider-snowflake, network_policies_def.go).
final class NetworkPolicyKind implements Domain {
  private static final List<String> RULE_LISTS =
      List.of("ALLOWED_NETWORK_RULE_LIST", "BLOCKED_NETWORK_RULE_LIST");
  private static final List<String> IP_LISTS = List.of("ALLOWED_IP_LIST", "BLOCKED_IP_LIST");
  private static final Pattern IP =
      Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}(/\\d{1,2})?|[0-9a-fA-F:]+(/\\d{1,3})?");

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.any(RULE_LISTS.getFirst()),
              PropertyRule.any(RULE_LISTS.getLast()),
              PropertyRule.texts(IP_LISTS.getFirst()),
              PropertyRule.texts(IP_LISTS.getLast()),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "NETWORK POLICY";
  }

  @Override
  public String plural() {
    return "NETWORK POLICIES";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public boolean paged() {
    return false;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    for (var key : RULE_LISTS) {
      for (var rule : rules(settings, key)) {
        var found = execution.require("NETWORK RULE", SqlReader.name(rule));
        if (found.settings().textOrEmpty("MODE").equals("EGRESS")) {
          throw Errors.invalidParameter(rule, key);
        }
      }
    }
    for (var key : IP_LISTS) {
      for (var address : settings.list(key)) {
        if (!IP.matcher(address).matches()) {
          throw Errors.invalidProperty(address, key);
        }
      }
    }
  }

  /// Names, or names in quotes.
  private static List<String> rules(Settings settings, String key) {
    return settings
        .written(key)
        .map(value -> value.asList().stream().map(Value::toString).toList())
        .orElse(List.of());
  }

  /// The paths of the rules of a list.
  static List<String> paths(Execution execution, Settings settings, String key) {
    return rules(settings, key).stream()
        .map(rule -> execution.resolve(Level.SCHEMA, SqlReader.name(rule)).toString())
        .toList();
  }

  /// `ADD | REMOVE ALLOWED_NETWORK_RULE_LIST = name`.
  @Override
  public StatementResult perform(Execution execution, AccountObject policy, Action action) {
    if (!(action instanceof Action.Modify(var words, Value.Options(var lists)))) {
      return Domain.super.perform(execution, policy, action);
    }
    var settings = policy.settings();
    for (var list : lists.all()) {
      if (!RULE_LISTS.contains(list.key())) {
        throw SyntaxErrors.unexpected(list.line(), list.position(), list.key());
      }
      var rules = new ArrayList<>(rules(settings, list.key()));
      for (var changed : list.value().asList()) {
        rules.removeIf(rule -> rule.equals(changed.toString()));
        if (words.equals("ADD")) {
          rules.add(changed.toString());
        }
      }
      settings = settings.with(list.key(), Value.texts(rules));
    }
    check(execution, policy.path(), settings);
    policy.change(settings);
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  /// 001492: a policy in use stays (text as users report it, code as in
  /// terraform-provider-snowflake, docs/resources/network_policy.md).
  @Override
  public void checkDrop(Execution execution, AccountObject policy, Statement.Drop statement) {
    for (var user : execution.all("USER")) {
      if (user.settings()
          .text("NETWORK_POLICY")
          .filter(policy.path().toString()::equals)
          .isPresent()) {
        throw new SqlError(
            1492,
            "42601",
            "SQL compilation error:\nCannot perform Drop operation on network policy "
                + policy.path()
                + ". The policy is attached to USER with name "
                + user.path()
                + ". Unset the network policy from USER and try the Drop operation again.");
      }
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.commentOrEmpty(),
        Cell.number("entries_in_allowed_ip_list", o -> o.settings().list("ALLOWED_IP_LIST").size()),
        Cell.number("entries_in_blocked_ip_list", o -> o.settings().list("BLOCKED_IP_LIST").size()),
        Cell.number(
            "entries_in_allowed_network_rules",
            o -> rules(o.settings(), "ALLOWED_NETWORK_RULE_LIST").size()),
        Cell.number(
            "entries_in_blocked_network_rules",
            o -> rules(o.settings(), "BLOCKED_NETWORK_RULE_LIST").size()));
  }

  /// Rows for the lists that are set; those of rules are JSON.
  @Override
  public StatementResult describe(Execution execution, AccountObject policy) {
    var settings = policy.settings();
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(ResultColumn.text("name"), ResultColumn.text("value")));
    for (var key : IP_LISTS) {
      if (settings.isSet(key)) {
        rows.add(key, String.join(",", settings.list(key)));
      }
    }
    for (var key : RULE_LISTS) {
      if (settings.isSet(key)) {
        rows.add(
            key,
            paths(execution, settings, key).stream()
                .map(rule ->
                    "{\"fullyQualifiedRuleName\":\"%s\"}".formatted(rule.replace("\"", "\\\"")))
                .collect(Collectors.joining(",", "[", "]")));
      }
    }
    return rows.result();
  }
}
