// Whether the image can be built and started, and whether Helm, Kubernetes and Docker Compose take what `docker/` has for them. The
// steps of the image are done in a folder of their own, for a machine without a container engine.

import { chartProblems, resourceProblems } from './containers/chart.ts'
import { composeProblems } from './containers/compose.ts'
import { imageProblems } from './containers/image.ts'
import { lacksPrograms } from './lacks-programs.ts'
import { ofParts, told, type Verdict } from './verdict.ts'

export async function worksInContainers(): Promise<Verdict> {
  return ofParts([...chart(), compose(), await image()])
}

function chart(): readonly Verdict[] {
  if (lacksPrograms('containers: chart', ['helm'], 'version')) return ['skipped']
  const chart = told('containers: chart', chartProblems())
  if (lacksPrograms('containers: resources of the chart', ['kubeconform'], '-v')) return [chart, 'skipped']
  const problems = resourceProblems()
  if (problems !== null) return [chart, told('containers: resources of the chart', problems)]
  console.log('containers: resources of the chart: skipped, because kubeconform finds no schemas.')
  return [chart, 'skipped']
}

function compose(): Verdict {
  const problems = composeProblems()
  if (problems !== null) return told('containers: compose', problems)
  console.log('containers: compose: skipped, because there is no "docker compose".')
  return 'skipped'
}

async function image(): Promise<Verdict> {
  if (process.platform !== 'linux') {
    console.log('containers: image: skipped, because its steps are for Linux.')
    return 'skipped'
  }
  return told('containers: image', await imageProblems())
}
