//! The regions of Huawei Cloud and the endpoints of services and of IAM there. Pure: variables are an argument.

use careful_http::InvalidValue;

use crate::{environment::Environment, types::endpoint::Endpoint, wire::service::ServiceInfo};

/// Environment variable of the endpoint of IAM, as the official SDKs name it.
pub const ENV_IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
/// Regions without an IAM endpoint of their own in the official Python SDK, which asks the common
/// one for them.
const COMMON_IAM: [&str; 6] = [
    "af-north-1",
    "ap-southeast-5",
    "cn-north-11",
    "cn-south-4",
    "cn-southwest-3",
    "ru-northwest-2",
];

/// A region's id: text that can stand in a host's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region(String);

impl Region {
    pub(crate) fn parse(id: &str) -> Result<Self, InvalidValue> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || id.len() > 40 || !id.bytes().all(allowed) {
            let problem = "a region's id is 1 to 40 of a-z, 0-9 and -; cn-north-4 for instance";
            return Err(InvalidValue::new("region", problem));
        }
        Ok(Self(id.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The endpoint of a service: the first that the region's variable lists, or the known one.
    pub(crate) fn endpoint(
        &self,
        service: &ServiceInfo,
        environment: &Environment,
    ) -> Result<Endpoint, InvalidValue> {
        let ServiceInfo { name, regions, .. } = service;
        let variable = format!("HUAWEICLOUD_SDK_REGION_{name}_{}", self.0)
            .to_ascii_uppercase()
            .replace('-', "_");
        if let Some(list) = environment.text(&variable)? {
            let first = list.split(',').next().unwrap_or_default();
            return Endpoint::of_variable(&variable, first);
        }
        if !regions.contains(&self.as_str()) {
            let (id, known) = (&self.0, regions.join(", "));
            let problem = format!(
                "{id} is not known; known are {known}; for another one, set {variable} to its \
                 endpoint, or give the endpoint itself"
            );
            return Err(InvalidValue::new("region", problem));
        }
        Endpoint::parse(&format!("https://{name}.{}.myhuaweicloud.com", self.0))
    }

    /// The endpoint of IAM: the variable's, or the known one; nothing for a region that is not known,
    /// which may be another cloud's.
    pub(crate) fn iam(
        &self,
        service: &ServiceInfo,
        environment: &Environment,
    ) -> Result<Option<Endpoint>, InvalidValue> {
        if let Some(url) = environment.text(ENV_IAM_ENDPOINT)? {
            return Endpoint::of_variable(ENV_IAM_ENDPOINT, &url).map(Some);
        }
        let url = match self.as_str() {
            // Documented so by the European site alone.
            "eu-west-101" => "https://iam.myhuaweicloud.eu".to_owned(),
            id if COMMON_IAM.contains(&id) => "https://iam.myhuaweicloud.com".to_owned(),
            id if service.regions.contains(&id) => format!("https://iam.{id}.myhuaweicloud.com"),
            _ => return Ok(None),
        };
        Endpoint::parse(&url).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: [&str; 4] = ["cn-north-1", "cn-north-4", "cn-south-4", "eu-west-101"];
    const DCS: ServiceInfo =
        ServiceInfo { name: "dcs", regions: &REGIONS, codes: |_, _| None, user_agent: "test/0" };

    fn environment(variables: &[(&'static str, &'static str)]) -> Environment {
        let variables = variables.to_vec();
        Environment::new(move |name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).into())
        })
    }

    fn dcs(id: &str, variables: &[(&'static str, &'static str)]) -> Result<String, String> {
        Region::parse(id)
            .and_then(|region| region.endpoint(&DCS, &environment(variables)))
            .map(|endpoint| endpoint.as_str().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn each_region_names_its_endpoint() {
        for id in REGIONS {
            assert_eq!(dcs(id, &[]).unwrap(), format!("https://dcs.{id}.myhuaweicloud.com"));
        }
    }

    #[test]
    fn a_variable_beats_the_table_and_its_first_endpoint_counts() {
        let variable = "HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4";
        let listed = [(variable, "https://a.example.com, https://b.example.com")];
        assert_eq!(dcs("cn-north-4", &listed).unwrap(), "https://a.example.com");
        assert_eq!(dcs("cn-north-1", &listed).unwrap(), "https://dcs.cn-north-1.myhuaweicloud.com");
        assert_eq!(
            dcs("cn-north-4", &[(variable, "http://example.com")]).unwrap_err(),
            "HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4: http is for loopback only; use https"
        );
        let mars = [("HUAWEICLOUD_SDK_REGION_DCS_MARS_1", "https://dcs.mars.example.com")];
        assert_eq!(dcs("mars-1", &mars).unwrap(), "https://dcs.mars.example.com");
    }

    #[test]
    fn a_region_that_is_not_known_is_told_the_known_ones() {
        let problem = dcs("cn-north-3", &[]).unwrap_err();
        for part in ["region: cn-north-3 is not known", "cn-north-1, cn-north-4", "eu-west-101"] {
            assert!(problem.contains(part), "{problem}");
        }
        assert!(problem.contains("set HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_3 to"), "{problem}");
        for wrong in ["", "CN-NORTH-4", "a.b", "a/b", "@"] {
            assert_eq!(Region::parse(wrong).unwrap_err().field(), "region");
        }
    }

    #[test]
    fn iam_is_where_the_official_sdk_asks_it() {
        let iam = |id: &str, variables: &[_]| {
            let region = Region::parse(id).unwrap();
            let endpoint = region.iam(&DCS, &environment(variables)).unwrap();
            endpoint.map(|endpoint| endpoint.as_str().to_owned())
        };
        let table = [
            ("cn-north-4", Some("https://iam.cn-north-4.myhuaweicloud.com")),
            ("cn-south-4", Some("https://iam.myhuaweicloud.com")),
            ("eu-west-101", Some("https://iam.myhuaweicloud.eu")),
            ("eu-de", None),
        ];
        for (id, url) in table {
            assert_eq!(iam(id, &[]).as_deref(), url, "{id}");
        }
        let set = [(ENV_IAM_ENDPOINT, "https://iam.example.com")];
        assert_eq!(iam("eu-de", &set).unwrap(), "https://iam.example.com");
    }
}
