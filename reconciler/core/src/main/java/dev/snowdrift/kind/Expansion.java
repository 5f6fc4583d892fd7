package dev.snowdrift.kind;

/// What a kind may know of the commit and its environment while one resource becomes several.
///
/// @param environment the environment's name
/// @param commit the full id of the commit that is read
/// @param repositoryUrl where workers clone the desired state's repository from; without
///   credentials
public record Expansion(String environment, String commit, String repositoryUrl) {}
