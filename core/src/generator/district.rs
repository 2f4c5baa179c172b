//! [`District`]: what is planned for a district, and [`Districts`], by which the makers of several threads share it.

use alloc::sync::Arc;
#[cfg(feature = "std")]
use alloc::sync::Weak;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::fraud::planning::cases::Cases;
use crate::fraud::planning::planner;
use crate::population::people::customer::Customer;
use crate::relations::Relations;
use crate::world::World;

/// The customers of a district, and the relations and cases that are planned for them.
#[derive(Debug)]
pub(super) struct District {
    pub(super) index: u64,
    pub(super) customers: Vec<Customer>,
    pub(super) relations: Relations,
    pub(super) cases: Cases,
}

impl District {
    fn plan(world: &World, index: u64) -> Self {
        let customers = world.customers(world.plan.district_customers(index));
        let relations = Relations::plan(world, &customers);
        let cases = planner::plan(world, index, &customers, &relations);
        Self {
            index,
            customers,
            relations,
            cases,
        }
    }
}

/// A district that is planned once and kept while it is used.
#[cfg(feature = "std")]
type Shared = Arc<Mutex<Weak<District>>>;

/// The districts that makers use, by index: threads work on neighbouring parts, which mostly need the same ones.
#[cfg(feature = "std")]
#[derive(Debug, Default)]
pub(super) struct Districts(Mutex<Vec<(u64, Shared)>>);

#[cfg(feature = "std")]
impl Districts {
    /// The district with this index: planned by the first maker that asks, for which others wait, and kept while one
    /// uses it.
    pub(super) fn get(&self, world: &World, index: u64) -> Arc<District> {
        let mut districts = lock(&self.0);
        // Nobody plans or uses what only the list holds.
        districts.retain(|(_, district)| {
            Arc::strong_count(district) > 1 || lock(district).strong_count() > 0
        });
        let position = districts.iter().position(|(other, _)| *other == index);
        let position = position.unwrap_or_else(|| {
            districts.push((index, Arc::default()));
            districts.len() - 1
        });
        let district = Arc::clone(&districts[position].1);
        drop(districts);
        let mut planned = lock(&district);
        planned.upgrade().unwrap_or_else(|| {
            let district = Arc::new(District::plan(world, index));
            *planned = Arc::downgrade(&district);
            district
        })
    }
}

/// What a thread that panicked has left behind is whole: it is set at once.
#[cfg(feature = "std")]
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Without threads every maker plans its own.
#[cfg(not(feature = "std"))]
#[derive(Debug, Default)]
pub(super) struct Districts {}

#[cfg(not(feature = "std"))]
impl Districts {
    pub(super) fn get(&self, world: &World, index: u64) -> Arc<District> {
        Arc::new(District::plan(world, index))
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn threads_share_a_district_while_one_uses_it() {
        let spec = Spec {
            transactions: 60_000,
            customers: Some(5_000),
            ..Spec::default()
        };
        let world = World::new(&spec).expect("a valid spec");
        let districts = Districts::default();
        let both = std::thread::scope(|scope| {
            let get = || districts.get(&world, 0);
            [scope.spawn(get), scope.spawn(get)].map(|thread| thread.join().expect("planned"))
        });
        assert!(Arc::ptr_eq(&both[0], &both[1]) && both[0].index == 0);
        let other = districts.get(&world, 1);
        assert_eq!((other.index, lock(&districts.0).len()), (1, 2));
        drop(both);
        // It is forgotten.
        drop(districts.get(&world, 1));
        assert_eq!(lock(&districts.0).len(), 1);
    }
}
