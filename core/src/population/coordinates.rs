//! [`Coordinates`]: a point on the map, at the precision of the records.

use crate::catalog::municipalities::Municipality;

/// Kilometres per degree of latitude, on a sphere of the Earth's mean radius.
const KM_PER_DEGREE: f64 = 111.195;
const RADIANS: f64 = core::f64::consts::PI / 180.0;

/// A point in degrees, in steps of 0.0001 (11 m).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Coordinates {
    pub(crate) latitude: f32,
    pub(crate) longitude: f32,
}

impl Coordinates {
    fn new(latitude: f64, longitude: f64) -> Self {
        let step = |degrees: f64| ((degrees * 10_000.0) as i32) as f32 / 10_000.0;
        Self {
            latitude: step(latitude),
            longitude: step(longitude),
        }
    }

    /// The point of the map that is the nearest to one in degrees.
    fn nearest(latitude: f64, longitude: f64) -> Self {
        // Rounds a positive number of steps by a cast, which is fast.
        let step = |degrees: f64| {
            ((degrees * 10_000.0 + 2_000_000.5) as i32 - 2_000_000) as f32 / 10_000.0
        };
        Self {
            latitude: step(latitude),
            longitude: step(longitude),
        }
    }

    /// A point in a municipality, from two standard normal deviates; large municipalities spread wider. Those of
    /// 100,000 and of 11 million people are as large as discs of 25 and 900 km² (about the built-up areas of a
    /// town of that size and of São Paulo: IBGE, 2019).
    pub(crate) fn near(town: &Municipality, north: f64, east: f64) -> Self {
        let spread = 0.006 + libm::sqrt(f64::from(town.population)) * 2.1e-5;
        Self::new(
            f64::from(town.latitude) + north * spread,
            f64::from(town.longitude) + east * spread,
        )
    }

    /// Whether another point is within some kilometres.
    pub(crate) fn is_within(self, km: f64, other: Self) -> bool {
        // Degrees of longitude are at most as long as those of latitude: usually that is enough to know.
        let north =
            KM_PER_DEGREE * libm::fabs(f64::from(self.latitude) - f64::from(other.latitude));
        let east =
            KM_PER_DEGREE * libm::fabs(f64::from(self.longitude) - f64::from(other.longitude));
        if north + east <= km || north > km + 1.0 {
            return north + east <= km;
        }
        let points = [self, other].map(|point| (point, point.cosine()));
        f64::from(Self::distance_km(points[0], points[1])) <= km
    }

    /// Where a device reports to be when it is here: 22 m off in each direction on average, the standard deviation
    /// of the number of ones among 16 bits (assumption; satellite positions in towns are some tens of metres off).
    pub(crate) fn scattered(self, bits: u64) -> Self {
        let off = |bits: u64| (f64::from((bits & 0xffff).count_ones()) - 8.0) / 10_000.0;
        Self::nearest(
            f64::from(self.latitude) + off(bits),
            f64::from(self.longitude) + off(bits >> 16),
        )
    }

    /// The point at a fraction of the way to another.
    pub(crate) fn towards(self, other: Self, fraction: f64) -> Self {
        let between = |here: f32, there: f32| {
            let (here, there) = (f64::from(here), f64::from(there));
            here + (there - here) * fraction
        };
        Self::nearest(
            between(self.latitude, other.latitude),
            between(self.longitude, other.longitude),
        )
    }

    /// The cosine of the latitude, for [`Self::distance_km`].
    pub(crate) fn cosine(self) -> f64 {
        libm::cos(f64::from(self.latitude) * RADIANS)
    }

    /// Distance in kilometres, in steps of 0.1, between points given with their cosines: d² = Δφ² + Δλ²·cos
    /// φ₁·cos φ₂ (accurate at short range).
    pub(crate) fn distance_km((here, cosine): (Self, f64), (there, other): (Self, f64)) -> f32 {
        let north = f64::from(here.latitude) - f64::from(there.latitude);
        let east = f64::from(here.longitude) - f64::from(there.longitude);
        let shrink = cosine * other;
        let km = KM_PER_DEGREE * libm::sqrt(north * north + east * east * shrink);
        // Rounds by a cast, which is fast.
        (km * 10.0 + 0.5) as i32 as f32 / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::municipalities::MUNICIPALITIES;
    use crate::random::rng::{Purpose, Rng};

    #[test]
    fn from_sao_paulo_to_rio_is_360_km() {
        let point = |latitude, longitude| {
            let point = Coordinates::new(latitude, longitude);
            (point, point.cosine())
        };
        let km = Coordinates::distance_km(point(-23.5505, -46.6333), point(-22.9068, -43.1729));
        assert!((km - 360.0).abs() < 3.0, "{km}");
        assert_eq!(
            Coordinates::distance_km(point(-1.0, -48.0), point(-1.0, -48.0)),
            0.0
        );
    }

    #[test]
    fn devices_report_to_be_some_tens_of_metres_off() {
        let mut rng = Rng::new(1, Purpose::Events, 0);
        let place = Coordinates::new(-23.5505, -46.6333);
        let (mut north, mut squares, mut same) = (0.0, 0.0, 0);
        for _ in 0..10_000 {
            let found = place.scattered(rng.next());
            let step = |a: f32, b: f32| libm::rint((f64::from(a) - f64::from(b)) * 10_000.0);
            let off = step(found.latitude, place.latitude);
            let east = step(found.longitude, place.longitude);
            assert!(off.abs() <= 8.0 && east.abs() <= 8.0);
            assert_eq!(
                found,
                Coordinates::nearest(found.latitude.into(), found.longitude.into())
            );
            north += off;
            squares += off * off + east * east;
            same += i32::from(found == place);
        }
        assert!(libm::fabs(north) < 700.0 && (75_000.0..85_000.0).contains(&squares));
        assert!((250..550).contains(&same), "{north} {squares} {same}");
    }

    #[test]
    fn points_in_a_town_are_as_far_from_each_other_as_it_is_large() {
        let normal = crate::random::distributions::Normal::new();
        let mut rng = Rng::new(1, Purpose::Events, 0);
        for (ibge, km) in [(3550308, 12.0..16.5), (3510500, 2.0..3.3)] {
            let town = MUNICIPALITIES.iter().find(|town| town.ibge == ibge);
            let town = town.expect("a municipality");
            let mut point = || {
                let point = Coordinates::near(town, normal.draw(&mut rng), normal.draw(&mut rng));
                (point, point.cosine())
            };
            let far = |_| f64::from(Coordinates::distance_km(point(), point()));
            let mean = (0..2_000).map(far).sum::<f64>() / 2_000.0;
            assert!(km.contains(&mean), "{}: {mean}", town.name);
        }
    }
}
