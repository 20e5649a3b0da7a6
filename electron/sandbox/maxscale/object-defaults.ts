/** Parameters of MaxScale 24.02.3 that a configuration leaves out, as its REST API shows them (transcripts m01–m09). */

import type { JsonObject } from './collection.ts'
import type { ConfiguredObject } from './configuration.ts'
import { integer, type Json } from './json.ts'

type Default = null | boolean | number | string | string[] | { [key: string]: boolean | number }
export type Defaults = Record<string, Default>

/** Of the section [maxscale]. */
export const globalDefaults: Defaults = {
  admin_audit: false, admin_audit_exclude_methods: [], admin_audit_file: '/var/log/maxscale/admin_audit.csv', admin_auth: true, admin_enabled: true,
  admin_gui: true, admin_host: '127.0.0.1', admin_jwt_algorithm: 'auto', admin_jwt_issuer: 'maxscale', admin_jwt_key: null, admin_jwt_max_age: '86400000ms',
  admin_log_auth_failures: true, admin_oidc_url: null, admin_pam_readonly_service: null, admin_pam_readwrite_service: null, admin_port: 8989,
  admin_readonly_hosts: '%', admin_readwrite_hosts: '%', admin_secure_gui: true, admin_ssl_ca: null, admin_ssl_cert: null, admin_ssl_key: null,
  admin_ssl_version: 'MAX', admin_verify_url: null, auth_connect_timeout: '10000ms', auth_read_timeout: '10000ms', auth_write_timeout: '10000ms',
  auto_tune: [], cachedir: '/var/cache/maxscale', config_sync_cluster: null, config_sync_db: 'mysql', config_sync_interval: '5000ms',
  config_sync_password: null, config_sync_timeout: '10000ms', config_sync_user: null, connector_plugindir: '/usr/lib64/maxscale/plugin',
  core_file: true, datadir: '/var/lib/maxscale', debug: null, dump_last_statements: 'never', execdir: '/usr/bin', key_manager: 'none',
  language: '/var/lib/maxscale', libdir: '/usr/lib64/maxscale', load_persisted_configs: true, local_address: null, log_debug: false, log_info: false,
  log_notice: true, log_throttling: { count: 10, suppress: 10000, window: 1000 }, log_warn_super_user: false, log_warning: true,
  logdir: '/var/log/maxscale', max_auth_errors_until_block: 10, max_read_amount: 0, maxlog: true, module_configdir: '/etc/maxscale.modules.d',
  ms_timestamp: false, passive: false, persist_runtime_changes: true, persistdir: '/var/lib/maxscale/maxscale.cnf.d', piddir: '/var/run/maxscale',
  query_classifier_cache_size: 0, query_retries: 1, query_retry_timeout: '5000ms', rebalance_period: '0ms', rebalance_threshold: 20,
  rebalance_window: 10, require_secure_transport: false, retain_last_statements: 0, session_trace: 0, session_trace_match: null, skip_name_resolve: false,
  skip_permission_checks: false, sql_batch_size: '10MiB', sql_mode: 'default', substitute_variables: false, syslog: false, telemetry: false, threads: 0,
  threads_max: 256, users_refresh_interval: '0ms', users_refresh_time: '30000ms', writeq_high_water: 65536, writeq_low_water: 1024,
}

/** Of every server. */
export const serverDefaults: Defaults = {
  disk_space_threshold: null, extra_port: 0, max_routing_connections: 0, monitorpw: null, monitoruser: null,
  persistmaxtime: '0ms', persistpoolmax: 0, priority: 0, private_address: null, proxy_protocol: false,
  rank: 'primary', replication_custom_options: null, socket: null, ssl: false, ssl_ca: null, ssl_cert: null,
  ssl_cert_verify_depth: 9, ssl_cipher: null, ssl_key: null, ssl_verify_peer_certificate: false,
  ssl_verify_peer_host: false, ssl_version: 'MAX',
}

/** Of every service. */
export const serviceDefaults: Defaults = {
  auth_all_servers: false, connection_keepalive: '300000ms', disable_sescmd_history: false, enable_root_user: false,
  force_connection_keepalive: false, idle_session_pool_time: '-1ms', localhost_match_wildcard_host: true,
  log_auth_warnings: true, log_debug: false, log_info: false, log_notice: false, log_warning: false,
  max_connections: 0, max_replication_lag: '0ms', max_sescmd_history: 50, multiplex_timeout: '60000ms',
  net_write_timeout: '0ms', prune_sescmd_history: true, rank: 'primary', retain_last_statements: -1,
  session_trace: false, strip_db_esc: true, user_accounts_file: null, user_accounts_file_usage: 'add_when_load_ok',
  version_string: null, wait_timeout: '0ms',
}

/** Of one router only. */
export const routerDefaults: Record<string, Defaults> = {
  readconnroute: {
    master_accept_reads: true, router_options: 'running',
  },
  readwritesplit: {
    causal_reads: 'none', causal_reads_timeout: '10000ms', delayed_retry: false, delayed_retry_timeout: '10000ms',
    lazy_connect: false, master_accept_reads: false, master_failure_mode: 'fail_on_write', master_reconnection: true,
    max_slave_connections: 255, optimistic_trx: false, retry_failed_reads: true, reuse_prepared_statements: false,
    slave_connections: 255, slave_selection_criteria: 'least_current_operations', strict_multi_stmt: false,
    strict_sp_calls: false, strict_tmp_tables: true, transaction_replay: false, transaction_replay_attempts: 5,
    transaction_replay_checksum: 'full', transaction_replay_max_size: 1048576,
    transaction_replay_retry_on_deadlock: false, transaction_replay_retry_on_mismatch: false,
    transaction_replay_safe_commit: true, transaction_replay_timeout: '30000ms', use_sql_variables_in: 'all',
  },
}

/** Of every listener. */
export const listenerDefaults: Defaults = {
  MariaDBProtocol: { allow_replication: true }, authenticator: null, authenticator_options: null,
  connection_init_sql_file: null,
  connection_metadata: ['character_set_client=auto', 'character_set_connection=auto', 'character_set_results=auto', 'max_allowed_packet=auto', 'system_time_zone=auto', 'time_zone=auto', 'tx_isolation=auto', 'maxscale=auto'],
  protocol: 'MariaDBProtocol', proxy_protocol_networks: null, socket: null, sql_mode: 'default', ssl: false,
  ssl_ca: null, ssl_cert: null, ssl_cert_verify_depth: 9, ssl_cipher: null, ssl_crl: null, ssl_key: null,
  ssl_verify_peer_certificate: false, ssl_verify_peer_host: false, ssl_version: 'MAX', user_mapping_file: null,
}

/** Of a mariadbmon monitor. */
export const monitorDefaults: Defaults = {
  assume_unique_hostnames: true, auto_failover: false, auto_rejoin: false, backend_connect_attempts: 1,
  backend_connect_timeout: '3000ms', backend_read_timeout: '3000ms', backend_write_timeout: '3000ms',
  backup_storage_address: null, backup_storage_path: null, cooperative_monitoring_locks: 'none',
  cs_admin_api_key: null, cs_admin_base_path: '/cmapi/0.4.0', cs_admin_port: 8640, demotion_sql_file: null,
  disk_space_check_interval: '0ms', disk_space_threshold: null, enforce_read_only_servers: false,
  enforce_read_only_slaves: false, enforce_simple_topology: false, enforce_writable_master: false,
  events: 'all,master_down,master_up,slave_down,slave_up,server_down,server_up,synced_down,synced_up,donor_down,donor_up,lost_master,lost_slave,lost_synced,lost_donor,new_master,new_slave,new_synced,new_donor',
  failcount: 5, failover_timeout: '90000ms', handle_events: true, journal_max_age: '28800000ms',
  maintenance_on_low_disk_space: true, mariabackup_parallel: 1, mariabackup_use_memory: '1G',
  master_conditions: 'primary_monitor_master,disk_space_ok', master_failure_timeout: '10000ms',
  monitor_interval: '2000ms', promotion_sql_file: null, rebuild_port: 4444, replication_custom_options: null,
  replication_master_ssl: false, script: null, script_max_replication_lag: -1, script_timeout: '90000ms',
  servers_no_promotion: null, slave_conditions: '', ssh_check_host_key: true, ssh_keyfile: null, ssh_port: 22,
  ssh_timeout: '10000ms', ssh_user: null, switchover_on_low_disk_space: false, switchover_timeout: '90000ms',
  verify_master_failure: true,
}

const toJson = (value: Default): Json => {
  if (typeof value === 'number') return integer(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]): [string, Json] => [key, typeof held === 'number' ? integer(held) : held]))
}

/** What the configuration says over what MaxScale assumes, each in its own type; passwords are stars. */
export function merged(defaults: Defaults, object: { kind: ConfiguredObject['kind'] | 'maxscale'; parameters: Record<string, string> }): JsonObject {
  const parameters: JsonObject = Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, toJson(value)]))
  for (const [key, value] of Object.entries(object.parameters)) {
    if (['servers', 'filters', ...(object.kind === 'server' ? ['type'] : [])].includes(key)) continue
    const assumed = defaults[key]
    if (key.endsWith('password')) parameters[key] = '*****'
    else if (typeof assumed === 'boolean') parameters[key] = isYes(value)
    else if (typeof assumed === 'number' || key === 'port') parameters[key] = integer(/^-?\d+$/.test(value) ? value : 0)
    else parameters[key] = typeof assumed === 'string' && assumed.endsWith('ms') ? milliseconds(value) : value
  }
  return parameters
}

export const isYes = (value: string): boolean => /^(true|yes|on|1)$/i.test(value)

const units: Record<string, number> = { ms: 1, s: 1_000, min: 60_000, m: 60_000, h: 3_600_000 }

/** Durations are shown in milliseconds, however they are written. */
function milliseconds(value: string): string {
  const duration = durationMs(value)
  return duration === null ? value : `${duration}ms`
}

/** A duration of the configuration, such as 8h or 500ms, in milliseconds; seconds where it has no unit, null for no duration. */
export function durationMs(value: string): number | null {
  const [, number, unit = 's'] = /^(\d+)\s*(ms|s|min|m|h)?$/.exec(value) ?? []
  return number === undefined ? null : Number(number) * (units[unit] ?? 1)
}
