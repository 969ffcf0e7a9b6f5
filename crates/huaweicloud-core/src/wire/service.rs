//! What the runtime has to know of a service to make its clients.

use crate::{
    types::operation::Operation,
    wire::{answer::Answer, diagnosis::Diagnosis, transport::Transport},
};

/// A generated client; `support::hooks!` implements it.
pub trait Service: Sized + Send + Sync + 'static {
    /// A client of this service that sends by these.
    #[doc(hidden)]
    fn with(baseurl: &str, http: reqwest::Client, transport: Transport) -> Self;
}

/// What the runtime has to know of a service beside its generated client.
#[derive(Debug, Clone, Copy)]
pub struct ServiceInfo {
    /// Its short name in lower case, as in its hosts: `dcs` for `https://dcs.cn-north-4.myhuaweicloud.com`.
    /// In capitals, it is in the variables of its endpoints: `HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4`.
    pub name: &'static str,
    /// The ids of the regions where it is known to be, in order.
    pub regions: &'static [&'static str],
    /// What its own error codes mean; `None` where the status of the answer says all.
    pub codes: fn(&Answer, &Operation) -> Option<Diagnosis>,
    /// `User-Agent` of its requests, `my-crate/1.0.0` for instance.
    pub user_agent: &'static str,
}
