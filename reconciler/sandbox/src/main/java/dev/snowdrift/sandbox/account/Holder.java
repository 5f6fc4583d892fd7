package dev.snowdrift.sandbox.account;

/// Who can hold a privilege.
///
/// @param type ROLE, USER or `DATABASE ROLE`
public record Holder(String type, ObjectPath path) implements Comparable<Holder> {

  public static Holder role(String name) {
    return new Holder("ROLE", ObjectPath.inAccount(name));
  }

  public static Holder user(String name) {
    return new Holder("USER", ObjectPath.inAccount(name));
  }

  @Override
  public int compareTo(Holder other) {
    var byType = type.compareTo(other.type);
    return byType != 0 ? byType : path.compareTo(other.path);
  }
}
