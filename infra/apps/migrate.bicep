// A job that brings the schema up to date and lets the engine's identities in. Started by a hook after each deployment.
param location string = resourceGroup().location
param environmentId string
param registry string
param image string
param identityId string
param identityClientId string
param databaseUrl string
@description('Name and object id of each identity that reads and writes the tables, as NAME=OBJECT_ID.')
param grants array

resource migrate 'Microsoft.App/jobs@2026-01-01' = {
  name: 'caj-migrate'
  location: location
  tags: { 'azd-service-name': 'migrate' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      replicaTimeout: 1800
      replicaRetryLimit: 1
      registries: [{ server: registry, identity: identityId }]
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: concat(['db', 'upgrade', '--grant'], grants)
          env: [{ name: 'AZURE_CLIENT_ID', value: identityClientId }, { name: 'PRIORAUTH_DATABASE_URL', value: databaseUrl }]
          resources: { cpu: json('0.5'), memory: '1Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }, { volumeName: 'scratch', mountPath: '/tmp' }]
        }
      ]
      volumes: [{ name: 'data', storageType: 'EmptyDir' }, { name: 'scratch', storageType: 'EmptyDir' }]
    }
  }
}

output MIGRATION_JOB_NAME string = migrate.name
