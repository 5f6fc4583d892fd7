/// The account: objects, roles, grants, and the execution of statements against them.
///
/// [Account] runs a statement under one lock: `sql` reads it into a value, `StatementRunner` finds
/// who runs it. A kind of object is a [Domain]: its level, privileges, properties ([PropertySheet],
/// [PropertyRule]), the [Cell]s of SHOW and DESCRIBE, and hooks for what is special about it.
/// [ObjectStatements] and [ShowStatement] do what all kinds share, and a kind may override whole
/// statements. Kinds, further listings (`SERVICE CONTAINERS IN SERVICE`), statements (EXECUTE JOB
/// SERVICE, CALL, GRANT SERVICE ROLE) and SYSTEM$ functions are added to a [Registry] by a
/// [Registry.Feature] that is passed to [Account#create].
///
/// To statements of other packages an [Execution] is the account: name resolution, lookup by
/// visibility, privilege checks, adding and removing objects, and waiting without the lock. What a
/// kind needs beyond its settings it keeps in the [AccountObject] by type.
@NullMarked
package dev.snowdrift.sandbox.account;

import org.jspecify.annotations.NullMarked;
