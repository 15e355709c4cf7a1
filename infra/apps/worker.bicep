// Workers: they answer nobody and run reviews. As many run as there are tickets in the queue `workers-wanted`.
param location string = resourceGroup().location
param environmentId string
param registry string
param image string
param identityId string
param identityClientId string
param databaseUrl string
param vaultUri string
@description('Settings of the engine; what is empty stays at its default.')
param settings array
@description('Secrets of the vault by the setting that reads them.')
param secrets array
param storageAccount string
param minReplicas int
param maxReplicas int

var own = [{ name: 'AZURE_CLIENT_ID', value: identityClientId }, { name: 'PRIORAUTH_DATABASE_URL', value: databaseUrl }]

resource worker 'Microsoft.App/containerApps@2026-01-01' = {
  name: 'ca-worker'
  location: location
  tags: { 'azd-service-name': 'worker' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registry, identity: identityId }]
      secrets: [for secret in secrets: { name: secret.name, keyVaultUrl: '${vaultUri}secrets/${secret.name}', identity: identityId }]
    }
    template: {
      // A worker that is told to stop finishes what it has begun; what it cannot, another takes up.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'worker'
          image: image
          args: ['worker', '--health-port', '8081']
          env: concat(own, filter(settings, one => !empty(one.value)), secretSettings)
          resources: { cpu: json('1.0'), memory: '2Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }, { volumeName: 'scratch', mountPath: '/tmp' }]
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 8081 }, periodSeconds: 5, failureThreshold: 10, initialDelaySeconds: 5 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8081 }, periodSeconds: 20, failureThreshold: 3, timeoutSeconds: 5 }
          ]
        }
      ]
      volumes: [{ name: 'data', storageType: 'EmptyDir' }, { name: 'scratch', storageType: 'EmptyDir' }]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        pollingInterval: 15
        cooldownPeriod: 120
        rules: [
          {
            name: 'workers-wanted'
            custom: {
              type: 'azure-queue'
              identity: identityId
              metadata: { accountName: storageAccount, queueName: 'workers-wanted', queueLength: '1' }
            }
          }
        ]
      }
    }
  }
}

var secretSettings = [for secret in secrets: { name: secret.setting, secretRef: secret.name }]
