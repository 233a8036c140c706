import { globSync } from 'node:fs'
import { root } from '../../run.mjs'
import { problemsOfProgram } from './problems-of-program.ts'

const chart = 'docker/helm/ollama-dashboard'
/** A Helm that was built from its module takes itself for one of a Kubernetes that is too old. */
const kubernetes = '1.33.0'
/** The schemas of Kubernetes, and those of what others add to it; or a place of your own, as kubeconform has it. */
const own = process.env['KUBERNETES_SCHEMAS']
const catalogue =
  'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'
const locations = (own ? [own] : ['default', catalogue]).flatMap((place) => ['-schema-location', place])

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: any }\nspec: { ports: [{ port: 80 }] }\n'

const valueFiles = () => globSync(`${chart}/ci/*.yaml`, { cwd: root })
const rendered = (...args: readonly string[]) => ['template', 'any', chart, '--kube-version', kubernetes, ...args]

/** What Helm has against the chart, with each of its examples. */
export function chartProblems(): readonly string[] {
  const problems = valueFiles().flatMap((file) => [
    ...problemsOfProgram('helm', ['lint', '--strict', chart, '--values', file]).problems,
    ...problemsOfProgram('helm', rendered('--values', file)).problems,
  ])
  const { problems: refused } = problemsOfProgram('helm', rendered('--set', 'replicas=2'))
  return refused.length > 0 ? problems : [...problems, 'Several replicas without a database are not refused.']
}

/** What is wrong with the resources that the chart makes; null where there are no schemas to tell it by. */
export function resourceProblems(): readonly string[] | null {
  const conform = (resources: string) =>
    problemsOfProgram('kubeconform', ['-strict', '-kubernetes-version', kubernetes, ...locations], resources).problems
  if (conform(service).length > 0) return null
  return valueFiles().flatMap((file) => conform(problemsOfProgram('helm', rendered('--values', file)).said))
}
