// The API, the web UI and the data servers. Deployed by `azd deploy`, once the image is there.
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
param minReplicas int
param maxReplicas int

var own = [{ name: 'AZURE_CLIENT_ID', value: identityClientId }, { name: 'PRIORAUTH_DATABASE_URL', value: databaseUrl }]

resource api 'Microsoft.App/containerApps@2026-01-01' = {
  name: 'ca-api'
  location: location
  tags: { 'azd-service-name': 'api' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: { external: true, targetPort: 8000, transport: 'auto', allowInsecure: false }
      registries: [{ server: registry, identity: identityId }]
      secrets: [for secret in secrets: { name: secret.name, keyVaultUrl: '${vaultUri}secrets/${secret.name}', identity: identityId }]
    }
    template: {
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'api'
          image: image
          args: ['serve', '--host', '0.0.0.0', '--port', '8000']
          env: concat(own, filter(settings, one => !empty(one.value)), secretSettings)
          resources: { cpu: json('1.0'), memory: '2Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }, { volumeName: 'scratch', mountPath: '/tmp' }]
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 8000 }, periodSeconds: 5, failureThreshold: 10, initialDelaySeconds: 5 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8000 }, periodSeconds: 20, failureThreshold: 3, timeoutSeconds: 5 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 8000 }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 }
          ]
        }
      ]
      volumes: [{ name: 'data', storageType: 'EmptyDir' }, { name: 'scratch', storageType: 'EmptyDir' }]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '100' } } }]
      }
    }
  }
}

var secretSettings = [for secret in secrets: { name: secret.setting, secretRef: secret.name }]

output SERVICE_API_ENDPOINT string = 'https://${api.properties.configuration.ingress.fqdn}'
