package dev.snowdrift.kind;

/// What a resource may know of its commit while it expands into the resources that it implies.
///
/// @param environment the name of the environment
/// @param commit full id of the commit that is rendered
/// @param repositoryUrl what flow runs clone
public record Expansion(String environment, String commit, String repositoryUrl) {}
