import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const dashboards = resolve(import.meta.dirname, '../../../../docker/grafana/dashboards')

/** What panels of the shipped dashboards ask for, as Grafana asks it where everything is chosen. */
export function panelQueries(): readonly string[] {
  return globSync('*.json', { cwd: dashboards }).flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(join(dashboards, file), 'utf8')) as {
      panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[]
    }
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    return queries.map((query) =>
      query.replaceAll('$__rate_interval', '1m').replaceAll(/\$(?:instance_name|model)/g, '.*'),
    )
  })
}
