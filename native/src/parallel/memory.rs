//! [`Needs`]: how many threads the memory of this process has room for; [`memory_limit`]: how much it may take.

use std::fs;
use std::path::{Path, PathBuf};

/// Memory that work takes, measured as peak memory of the process: by itself, and for each of its threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Bytes whatever the number of threads.
    pub process: u64,
    /// Bytes of each thread.
    pub thread: u64,
}

impl Needs {
    /// To make parts: `generate` and `verify --deep` of 8 million transactions on 1, 4 and 8 threads.
    pub const MAKING: Self = Self {
        process: 30 << 20,
        thread: 60 << 20,
    };
    /// To read them: `report` of 8 million transactions on 1, 4 and 8 threads.
    pub const REPORTING: Self = Self {
        process: 140 << 20,
        thread: 96 << 20,
    };

    /// Bytes on a number of threads.
    pub fn total(self, threads: usize) -> u64 {
        let threads = self.thread.saturating_mul(threads as u64);
        self.process.saturating_add(threads)
    }

    /// The most threads, up to a number and at least one, that fit in a limit with an eighth to spare.
    pub fn threads_in(self, limit: u64, most: usize) -> usize {
        let room = (limit - limit / 8).saturating_sub(self.process);
        let threads = usize::try_from(room / self.thread.max(1)).unwrap_or(usize::MAX);
        threads.min(most).max(1)
    }
}

/// The most bytes of memory that the control groups of this process let it take; none if they set no limit.
pub fn memory_limit() -> Option<u64> {
    memory_limit_at(Path::new("/"))
}

/// A larger number stands for no limit in version 1.
const UNLIMITED: u64 = 1 << 60;

/// The limit that the files of the kernel below a root folder tell. Any group above that of the process limits it too.
fn memory_limit_at(root: &Path) -> Option<u64> {
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_default();
    let (groups, mounts) = (read("proc/self/cgroup"), read("proc/self/mountinfo"));
    let hierarchies = mounts
        .lines()
        .filter_map(|line| Hierarchy::new(line, &groups));
    let limits = hierarchies.flat_map(|hierarchy| hierarchy.limits(root));
    limits.filter(|limit| *limit < UNLIMITED).min()
}

/// A mounted hierarchy of control groups that may limit memory.
struct Hierarchy<'a> {
    mounted: &'a str,
    /// The process's group, from there.
    group: &'a str,
    /// The file with a group's limit.
    file: &'static str,
}

impl<'a> Hierarchy<'a> {
    /// From a line of `mountinfo`: `ID PARENT DEVICE ROOT MOUNTED OPTIONS… - TYPE SOURCE OPTIONS`.
    fn new(mount: &'a str, groups: &'a str) -> Option<Self> {
        let (place, kind) = mount.split_once(" - ")?;
        let mut place = place.split(' ').skip(3);
        let (root, mounted) = (place.next()?, place.next()?);
        let mut kind = kind.split(' ');
        let (controller, file) = match (kind.next()?, kind.nth(1)?) {
            ("cgroup2", _) => ("", "memory.max"),
            ("cgroup", options) if options.split(',').any(|option| option == "memory") => {
                ("memory", "memory.limit_in_bytes")
            }
            _ => return None,
        };
        let group = groups.lines().find_map(|line| {
            let (controllers, group) = line.split_once(':')?.1.split_once(':')?;
            let is_it = controllers.split(',').any(|name| name == controller);
            is_it.then_some(group)
        })?;
        // A container may see no more of the hierarchy than its own group.
        let group = group.strip_prefix(root).unwrap_or_default();
        Some(Self {
            mounted,
            group: group.trim_start_matches('/'),
            file,
        })
    }

    /// The limits of the process's group and of those above it.
    fn limits(self, root: &Path) -> Vec<u64> {
        let top = root.join(self.mounted.trim_start_matches('/'));
        let own: PathBuf = top.join(self.group);
        let groups = own.ancestors().take_while(|group| group.starts_with(&top));
        let limit = |group: &Path| {
            fs::read_to_string(group.join(self.file))
                .ok()?
                .trim()
                .parse()
                .ok()
        };
        groups.filter_map(limit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: &str = "30 25 0:27 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n\
                      31 25 0:28 ROOT /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory\n";
    const V2: &str =
        "29 22 0:26 ROOT /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

    /// The limit with these mounts, groups of the process, and files of groups.
    fn limit(mounts: &str, groups: &str, files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        write("proc/self/mountinfo", mounts);
        write("proc/self/cgroup", groups);
        for (path, text) in files {
            write(&format!("sys/fs/cgroup/{path}"), text);
        }
        memory_limit_at(root.path())
    }

    #[test]
    fn the_lowest_limit_of_nested_groups_counts() {
        let mounts = V2.replace("ROOT", "/");
        let files = [
            ("kube/memory.max", "300\n"),
            ("kube/pod/memory.max", "400\n"),
            ("kube/pod/app/memory.max", "max\n"),
            ("other/memory.max", "1\n"),
        ];
        assert_eq!(limit(&mounts, "0::/kube/pod/app\n", &files), Some(300));
        assert_eq!(limit(&mounts, "0::/\n", &files), None);
    }

    #[test]
    fn version_1_has_a_hierarchy_for_memory() {
        let mounts = V1.replace("ROOT", "/");
        let groups = "3:cpu:/elsewhere\n2:freezer,memory:/docker/a\n1:name=systemd:/elsewhere\n";
        let file = "memory/docker/a/memory.limit_in_bytes";
        assert_eq!(
            limit(&mounts, groups, &[(file, "268435456\n")]),
            Some(256 << 20)
        );
        assert_eq!(
            limit(&mounts, groups, &[(file, "9223372036854771712\n")]),
            None
        );
    }

    #[test]
    fn a_container_finds_its_own_group_where_the_hierarchy_is_mounted() {
        // By the path that the host knows, and by that of a namespace of its own.
        for (root, group) in [("/docker/a", "/docker/a"), ("/", "/"), ("/../..", "/")] {
            let v1 = V1.replace("ROOT", root);
            let files = [("memory/memory.limit_in_bytes", "512\n")];
            assert_eq!(
                limit(&v1, &format!("4:memory:{group}\n"), &files),
                Some(512)
            );
            let v2 = V2.replace("ROOT", root);
            assert_eq!(
                limit(&v2, &format!("0::{group}\n"), &[("memory.max", "512\n")]),
                Some(512)
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_limit() {
        for text in [
            "",
            "\n::\n - \n1 2 3 - cgroup2\n",
            "0::/a\n1 1 0:1 / /x rw - cgroup cgroup rw\n",
        ] {
            assert_eq!(limit(text, text, &[("memory.max", "512")]), None, "{text}");
        }
    }

    #[test]
    fn threads_are_as_many_as_there_is_room_for_and_one_at_least() {
        let needs = Needs {
            process: 100,
            thread: 50,
        };
        assert_eq!(
            (needs.threads_in(400, 16), needs.threads_in(400, 3)),
            (5, 3)
        );
        assert_eq!(
            (needs.threads_in(10, 16), needs.threads_in(u64::MAX, 16)),
            (1, 16)
        );
        assert!(needs.total(5) <= 350 && needs.total(6) > 350);
    }
}
