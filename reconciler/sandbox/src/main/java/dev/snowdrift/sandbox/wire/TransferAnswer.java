package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.FileTransfer;
import dev.snowdrift.sandbox.sql.Value;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// The answer to PUT and GET: with LOCAL_FS the client copies from and to a local folder
/// (snowflakedb/snowflake-jdbc, SnowflakeFileTransferAgent; snowflakedb/snowflake-connector-python,
/// file_transfer_agent.py).
final class TransferAnswer {
  private static final int THRESHOLD = 209_715_200;

  private TransferAnswer() {}

  static Reply of(String queryId, int statementTypeId, FileTransfer transfer) {
    var answer = Answers.object();
    answer.put("success", true);
    answer.putNull("code");
    answer.putNull("message");
    var data = answer.putObject("data");
    data.put("queryId", queryId);
    data.put("statementTypeId", statementTypeId);
    data.put("command", transfer.upload() ? "UPLOAD" : "DOWNLOAD");
    data.put("operation", "Node");
    data.putNull("kind");
    var sources = data.putArray("src_locations");
    transfer.sources().forEach(sources::add);
    data.put("parallel", Integer.parseInt(option(transfer, "PARALLEL", "4")));
    data.put("threshold", THRESHOLD);
    if (transfer.upload()) {
      data.put("autoCompress", Boolean.parseBoolean(option(transfer, "AUTO_COMPRESS", "true")));
      data.put("overwrite", Boolean.parseBoolean(option(transfer, "OVERWRITE", "false")));
      data.put(
          "sourceCompression",
          option(transfer, "SOURCE_COMPRESSION", "auto_detect").toLowerCase(Locale.ROOT));
      data.putNull("encryptionMaterial");
    } else {
      data.put("localLocation", transfer.localFolder());
      var material = data.putArray("encryptionMaterial");
      transfer.sources().forEach(_ -> material.addNull());
    }
    data.put("clientShowEncryptionParameter", true);
    data.putNull("presignedUrls");
    data.putNull("uploadInfo");
    stage(data, transfer.folder());
    return Reply.Json.of(answer);
  }

  private static void stage(ObjectNode data, String folder) {
    var stage = data.putObject("stageInfo");
    stage.put("locationType", "LOCAL_FS");
    stage.put("location", folder);
    stage.put("path", "");
    stage.putObject("creds");
    stage.put("isClientSideEncrypted", false);
    stage.putNull("region");
    stage.putNull("storageAccount");
    stage.putNull("presignedUrl");
    stage.putNull("endPoint");
  }

  private static String option(FileTransfer transfer, String key, String byDefault) {
    return transfer.options().get(key).map(Value::toString).orElse(byDefault);
  }
}
