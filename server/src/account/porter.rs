//! What sign-in shares over all requests: gates before slow work, the house's secret, and the
//! identity provider where one is set up.

use std::sync::{Arc, OnceLock};

use super::gate::Gate;
use super::oidc::{self, Client};
use super::password::{Cost, HASHES_AT_ONCE, HASHES_WAITING_MAX};
use super::secret::HouseSecret;
use crate::commit::Error;
use crate::house::House;

/// What sign-in shares over all requests.
#[derive(Debug)]
pub struct Porter {
    /// Before the hashing of passwords.
    pub hashing: Gate,
    /// Before talks with the identity provider.
    pub talking: Gate,
    secret: OnceLock<HouseSecret>,
    provider: OnceLock<Arc<Client>>,
    cost: OnceLock<Cost>,
}

impl Default for Porter {
    fn default() -> Porter {
        Porter {
            hashing: Gate::new(HASHES_AT_ONCE, HASHES_WAITING_MAX),
            talking: Gate::new(oidc::AT_ONCE, oidc::WAITING_MAX),
            secret: OnceLock::new(),
            provider: OnceLock::new(),
            cost: OnceLock::new(),
        }
    }
}

impl Porter {
    /// The house's secret, read once.
    pub fn secret(&self, house: &House) -> Result<&HouseSecret, Error> {
        if let Some(secret) = self.secret.get() {
            return Ok(secret);
        }
        let read = house.secret().map_err(|fault| Error::Damaged(fault.to_string()))?;
        Ok(self.secret.get_or_init(|| read))
    }

    /// Sets the identity provider up; the first one stays.
    pub fn set_provider(&self, client: Client) {
        self.provider.set(Arc::new(client)).ok();
    }

    /// The identity provider, where one is set up.
    pub fn provider(&self) -> Option<Arc<Client>> {
        self.provider.get().cloned()
    }

    /// What a hash costs.
    pub fn cost(&self) -> Cost {
        self.cost.get().copied().unwrap_or(Cost::HOUSE)
    }

    /// Sets another cost; tests guess by the hundred.
    #[cfg(test)]
    pub fn set_cost(&self, cost: Cost) {
        self.cost.set(cost).ok();
    }
}
