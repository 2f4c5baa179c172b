//! [`Place`]: a point on the map.

/// Mean radius of the earth.
const EARTH_KM: f64 = 6_371.0;

/// A point on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct Place {
    latitude: f64,
    longitude: f64,
}

impl Place {
    /// The place at some degrees north and east.
    pub(in crate::report) fn new(latitude: f32, longitude: f32) -> Self {
        Self {
            latitude: f64::from(latitude).to_radians(),
            longitude: f64::from(longitude).to_radians(),
        }
    }

    /// The distance along a great circle.
    pub(in crate::report) fn km_to(self, other: Self) -> f64 {
        let half = |one: f64, other: f64| libm::sin((other - one) / 2.0);
        let north = half(self.latitude, other.latitude);
        let east = half(self.longitude, other.longitude);
        let cosines = libm::cos(self.latitude) * libm::cos(other.latitude);
        2.0 * EARTH_KM * libm::asin((north * north + cosines * east * east).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_from_rio_to_sao_paulo() {
        let (rio, sao_paulo) = (Place::new(-22.91, -43.17), Place::new(-23.55, -46.64));
        assert!((rio.km_to(sao_paulo) - 362.0).abs() < 2.0);
        assert_eq!(rio.km_to(rio), 0.0);
    }
}
