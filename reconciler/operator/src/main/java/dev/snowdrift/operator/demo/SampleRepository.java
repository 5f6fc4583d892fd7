package dev.snowdrift.operator.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;

/// A bare repository with the sample files on every branch, and a checkout of it to commit from.
public record SampleRepository(Path bare, Path checkout) {
  /// In the order in which a change is promoted.
  public static final List<String> BRANCHES = List.of("dev", "staging", "main");

  /// Makes both in a directory that has neither yet.
  public static SampleRepository create(Path directory, SortedMap<String, String> files) {
    var made =
        new SampleRepository(directory.resolve("repository.git"), directory.resolve("checkout"));
    try (var bare =
            Git.init()
                .setBare(true)
                .setDirectory(made.bare.toFile())
                .setInitialBranch("main")
                .call();
        var git = Git.init().setDirectory(made.checkout.toFile()).setInitialBranch("main").call()) {
      for (var file : files.entrySet()) {
        var path = made.checkout.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      git.add().addFilepattern(".").call();
      var who =
          new PersonIdent("Snowdrift demo", "demo@example.invalid", Instant.now(), ZoneOffset.UTC);
      git.commit()
          .setMessage("Describe the Prefect worker")
          .setAuthor(who)
          .setCommitter(who)
          .setSign(false)
          .call();
      git.remoteAdd()
          .setName("origin")
          .setUri(new URIish(bare.getRepository().getDirectory().toURI().toURL()))
          .call();
      for (var branch : BRANCHES) {
        git.push().setRemote("origin").setRefSpecs(new RefSpec("main:refs/heads/" + branch)).call();
        if (!branch.equals("main")) {
          git.branchCreate().setName(branch).call();
        }
      }
      git.checkout().setName("dev").call();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException("the sample repository cannot be made in " + directory, e);
    } catch (GitAPIException e) {
      throw new IllegalStateException("the sample repository cannot be made in " + directory, e);
    }
  }
}
