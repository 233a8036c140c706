import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'

export const disk: DoctorCheck = {
  id: 'disk',
  title: 'Disk space',
  async look({ host }) {
    const stats = await host.latest()
    const reading = host.health().find(({ name }) => name === 'disk')
    if (!stats?.disk || !reading) return unknown('The disk is not measured yet.')
    const evidence = `${stats.disk.path}: ${reading.detail}`
    if (reading.status === 'healthy') return ok(evidence)
    return {
      severity: reading.status === 'unhealthy' ? 'critical' : 'warning',
      evidence,
      remedy: remedy('Delete models that nobody uses, on the page Models.'),
    }
  },
}
