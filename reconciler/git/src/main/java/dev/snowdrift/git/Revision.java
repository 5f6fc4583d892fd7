package dev.snowdrift.git;

import java.time.Instant;

/// A commit as people see it. `author` (name and address) and `subject` (first line of the message)
/// are hostile text made showable: control and format characters are replaced, and at most 200
/// characters are kept.
public record Revision(CommitId id, String author, String subject, Instant committedAt) {}
