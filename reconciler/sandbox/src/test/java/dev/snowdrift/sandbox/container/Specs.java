package dev.snowdrift.sandbox.container;

/// Specifications for tests.
final class Specs {
  /// Every field once.
  static final String FULL =
      """
      spec:
        containers:
        - name: web
          image: /db/sc/repo/web:1.0
          command: [serve]
          args: ["--port", 8000]
          env:
            PORT: 8000
            DEBUG: false
            TITLE: a "quoted" title
          readinessProbe: {port: 8000, path: /ready, periodSeconds: 10, failureThreshold: 2}
          livenessProbe: {port: 8000, path: /live}
          volumeMounts:
          - {name: scratch, mountPath: /tmp/scratch}
          - {name: disk, mountPath: /data}
          - {name: files, mountPath: /files}
          - {name: old, mountPath: /old}
          resources:
            requests: {memory: 1Gi, cpu: 500m}
            limits: {memory: 2G, cpu: 1.5}
          mountSessionToken: true
          sessionTokenConfig: {path: /app/session, permission: "0600", mountConnectionConfig: true}
          secrets:
          - snowflakeSecret: {objectName: db.sc.key}
            envVarName: KEY
            secretKeyRef: secret_string
          - snowflakeSecret: key2
            directoryPath: /secrets
          - snowflakeSecret: {objectReference: ref}
            directoryPath: /more
        - name: log
          image: /db/sc/repo/log
        endpoints:
        - name: api
          port: 8000
          public: true
          corsSettings:
            Access-Control-Allow-Origin: ["https://example.com:8443"]
            Access-Control-Allow-Methods: [GET]
        - {name: rpc, port: 9000, protocol: TCP}
        - {name: many, portRange: 10000-10010, protocol: TCP}
        volumes:
        - {name: scratch, source: local}
        - {name: ram, source: memory, size: 512M}
        - name: disk
          source: block
          size: 10Gi
          uid: 1000
          blockConfig:
            initialContents: {fromSnapshot: snap}
            iops: 4000
            throughput: 200
            encryption: SNOWFLAKE_FULL
            snapshotOnDelete: false
            snapshotDeleteAfter: 2d
        - name: files
          source: stage
          uid: 0
          gid: 0
          stageConfig:
            name: "@db.sc.files/in"
            metadataCache: 1h30m
            resources: {requests: {cpu: 0.1}}
        - {name: old, source: "@models/a"}
        logExporters: {eventTableConfig: {logLevel: ERROR}}
        platformMonitor: {metricConfig: {groups: [system]}}
        resourceManagement:
          autoScalingPolicies:
            scaleUp:
              anyConditions:
              - metricCondition:
                  metricName: network.ingress.cps
                  labels: {snow.endpoint.name: api}
                  aggregationType: avg
                  stabilizationPeriodSecs: 60
                  targetScaling: {targetValue: 0.8}
            suspend:
              allConditions:
              - metricCondition:
                  metricName: network.ingress.cps
                  aggregationType: max
                  stabilizationPeriodSecs: 300
                  targetScaling: {targetValue: 0}
      capabilities:
        securityContext: {executeAsCaller: true}
      serviceRoles:
      - name: reader
        endpoints: [api, rpc]
      """;

  private Specs() {}
}
