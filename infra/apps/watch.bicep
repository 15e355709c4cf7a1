// One small process that reads the figures of operation from the database, prints them for the alerts, and says in the
// queue how many workers are wanted.
param location string = resourceGroup().location
param environmentId string
param registry string
param image string
param identityId string
param identityClientId string
param databaseUrl string
param queueUrl string

resource watch 'Microsoft.App/containerApps@2026-01-01' = {
  name: 'ca-watch'
  location: location
  tags: { 'azd-service-name': 'watch' }
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
    }
    template: {
      containers: [
        {
          name: 'watch'
          image: image
          args: ['watch', '--every', '15', '--tickets', '--json']
          env: [
            { name: 'AZURE_CLIENT_ID', value: identityClientId }
            { name: 'PRIORAUTH_DATABASE_URL', value: databaseUrl }
            { name: 'PRIORAUTH_SCALE_QUEUE_URL', value: queueUrl }
          ]
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }, { volumeName: 'scratch', mountPath: '/tmp' }]
        }
      ]
      volumes: [{ name: 'data', storageType: 'EmptyDir' }, { name: 'scratch', storageType: 'EmptyDir' }]
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}
