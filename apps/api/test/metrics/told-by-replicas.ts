/**
 * What a figure of one replica is beside those of the others: the same of all, a part of their sum, of the machine that it
 * runs on, or of itself.
 */
export type Told = 'same' | 'sum' | 'machine' | 'itself'

/** By name, or by what names begin with. What is counted, each replica counts by itself. */
const gauges: Readonly<Record<string, Told>> = {
  ollama_active_models: 'same',
  ollama_available_models: 'same',
  ollama_cache_age_seconds: 'itself',
  ollama_collector_consecutive_failures: 'same',
  ollama_dashboard_alerts_firing: 'same',
  ollama_dashboard_build_info: 'itself',
  ollama_dashboard_component_healthy: 'itself',
  ollama_dashboard_jobs: 'same',
  ollama_dashboard_process_: 'itself',
  ollama_dashboard_redis_: 'itself',
  ollama_dashboard_replica_leads: 'itself',
  ollama_dashboard_replicas: 'same',
  ollama_dashboard_sse_clients: 'sum',
  ollama_dashboard_storage_up: 'itself',
  ollama_host_: 'machine',
  ollama_model_context_length: 'same',
  ollama_model_expires_timestamp_seconds: 'same',
  ollama_model_info: 'same',
  ollama_model_loaded: 'same',
  ollama_model_requests_in_progress: 'sum',
  ollama_model_size_bytes: 'same',
  ollama_model_vram_bytes: 'same',
  ollama_models_installed_size_bytes: 'same',
  ollama_up: 'same',
  ollama_version_info: 'same',
}

/** Throws for a gauge that is not in the list: somebody has to find out how replicas come by it. */
export function toldByReplicas({ name, type }: { readonly name: string; readonly type: string }): Told {
  if (type !== 'gauge') return 'sum'
  const known = gauges[name] ?? Object.entries(gauges).find(([key]) => key.endsWith('_') && name.startsWith(key))?.[1]
  if (!known) throw new Error(`What replicas tell by ${name} stands nowhere.`)
  return known
}
