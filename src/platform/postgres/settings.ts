import { statfsSync } from "node:fs";

/**
 * Settings of the embedded server, given on its command line so that nothing inside the cluster overrides
 * them. Sized for one office machine with two cores and 4 GB, which also runs the application and a browser.
 */
export function serverSettings(socketFolder: string): Record<string, string> {
  return {
    // Reached by the machine's own processes only, through a private folder.
    listen_addresses: "",
    port: String(socketPort),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    password_encryption: "scram-sha-256",

    // What is acknowledged survives a power cut.
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    wal_compression: "on",
    track_commit_timestamp: "on",
    // What the archive of changes reads (platform/backup); a disk that stays away for long must not fill this one.
    wal_level: "logical",
    max_slot_wal_keep_size: "8GB",
    // A busy import should not force a checkpoint every few seconds.
    max_wal_size: "2GB",

    // The working set of a network (100,000 people: about 700 MB with its indexes) nearly fits here: a page of the
    // system's cache must be copied and checked each time. Taken as it is used: a small centre never fills it.
    shared_buffers: "512MB",
    effective_cache_size: "2GB",
    // The year's report hashes a few hundred thousand rows; few such queries run at once.
    work_mem: "32MB",
    maintenance_work_mem: "128MB",
    max_connections: "60",
    // Office machines have solid-state disks: an index is nearly as cheap as a scan.
    random_page_cost: "1.1",
    // Short queries: compiling them costs more than it saves.
    jit: "off",
    // Two cores: a report may use the second one, and background helpers stay few.
    max_worker_processes: "4",
    max_parallel_workers: "2",
    max_parallel_workers_per_gather: "1",
    max_parallel_maintenance_workers: "1",
    autovacuum_max_workers: "2",
    io_workers: "2",
    dynamic_shared_memory_type: roomInSharedMemory() ? "posix" : "mmap",

    // The server's log never holds a value: error texts may quote what was typed, so errors of sessions
    // ("error" ranks below "log" here) go to the application alone, which knows what it may write.
    log_destination: "stderr",
    logging_collector: "off",
    log_min_messages: "log",
    log_error_verbosity: "terse",
    log_statement: "none",
    log_min_error_statement: "panic",
    log_min_duration_statement: "-1",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_connections: "",
    log_checkpoints: "off",
    log_autovacuum_min_duration: "-1",
    log_line_prefix: "%m [%p] ",
    log_timezone: "UTC",
    timezone: "UTC",
    lc_messages: "C",
    cluster_name: "maillage",
  };
}

/** Number in the socket's name (`.s.PGSQL.5432`); no network port is opened. */
export const socketPort = 5432;

/** Containers often give 64 MB of /dev/shm, too little for a parallel hash join. */
function roomInSharedMemory(): boolean {
  if (process.platform !== "linux") return true;
  try {
    const disk = statfsSync("/dev/shm");
    return disk.bavail * disk.bsize > 256 * 1024 * 1024;
  } catch {
    return false;
  }
}
