//! The OpenAPI document is the contract: a change of it is seen in review.

use journal::register::RecordKind;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::fs;
use std::path::Path;
use testkit::{TestServer, fixture};

/// An operation of the document.
pub struct Operation {
    pub method: Method,
    pub path: String,
    pub spec: Value,
}

impl Operation {
    /// Every one.
    pub fn all() -> Vec<Self> {
        let document: Value = serde_json::from_str(&server::openapi()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(|(method, spec)| Self {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                spec: spec.clone(),
            })
        });
        operations.collect()
    }

    /// The path after `/api/v1`, with ids of the fixture.
    pub fn concrete(&self) -> String {
        self.concrete_of(RecordKind::Room)
    }

    /// The same, about records of this kind.
    pub fn concrete_of(&self, kind: RecordKind) -> String {
        let path = self.path.strip_prefix("/api/v1").unwrap();
        let id = if path.starts_with("/journals") {
            fixture::ALGEBRA.to_string()
        } else if path.starts_with("/accounts") {
            fixture::NOVIKOVA.to_string()
        } else if path.starts_with("/classes") {
            "1".to_owned()
        } else if path.starts_with("/pupils") {
            fixture::pupil(1).to_string()
        } else if path.starts_with("/gestures") {
            uuid::Uuid::nil().to_string()
        } else {
            fixture::RUNNING.to_string()
        };
        path.replace("{id}", &id)
            .replace("{kind}", kind.word())
            .replace("{device}", "0123456789ab")
            .replace("{key}", &format!("1.{}", "A".repeat(43)))
    }
}

#[test]
fn the_document() {
    insta::assert_snapshot!("openapi", server::openapi());
}

#[test]
fn every_operation_says_its_permission_and_its_problems() {
    for Operation { method, path, spec } in Operation::all() {
        let name = format!("{method} {path}");
        let permission = spec["x-permission"]
            .as_str()
            .unwrap_or_else(|| panic!("{name}: none"));
        let public = permission == "anyone";
        assert_eq!(spec["security"].is_null(), public, "{name}");
        let responses = spec["responses"].as_object().unwrap();
        assert_eq!(
            responses.contains_key("403") && responses.contains_key("401"),
            !public || path.ends_with("/sessions"),
            "{name}"
        );
        for (status, response) in responses
            .iter()
            .filter(|(status, _)| *status >= &"4".to_owned())
        {
            let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{name} {status}");
        }
    }
}

#[tokio::test]
async fn it_is_what_the_server_says_of_itself() {
    let server = TestServer::start();
    let answer: Value = server.api().get("/openapi.json").await.unwrap();
    let built: Value = serde_json::from_str(&server::openapi()).unwrap();
    assert_eq!(answer, built);
    assert_eq!(answer["openapi"], "3.1.0");
}

/// What is in the document answers, and with another method it does not.
#[tokio::test]
async fn every_documented_operation_is_routed_and_no_other() {
    let server = TestServer::start();
    let (teacher, class_teacher) = (
        server.signed_in("orlova").await,
        server.signed_in("sokolova").await,
    );
    let operations = Operation::all();
    for operation in &operations {
        let path = operation.concrete();
        let of_class = path.starts_with("/classes") || path.starts_with("/pupils");
        let api = if of_class { &class_teacher } else { &teacher };
        let known = |method: &Method| {
            operations
                .iter()
                .any(|other| other.path == operation.path && other.method == method)
        };
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ] {
            let api = if method == Method::DELETE {
                server.signed_in("orlova").await
            } else {
                api.clone()
            };
            let status = api
                .request(method.clone(), &path)
                .send()
                .await
                .unwrap()
                .status();
            let name = format!("{method} {path}: {status}");
            if known(&method) {
                assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{name}");
                assert_ne!(status, StatusCode::NOT_FOUND, "{name}");
            } else {
                assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{name}");
            }
        }
    }
}

/// Only the list of routes adds any, and it takes no handler without a permission and a
/// description; and no handler is described without being in the list.
#[test]
fn there_is_no_other_way_to_add_a_route() {
    let mut described = 0;
    for (name, text) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        described += text.matches("#[utoipa::path(").count();
        for word in [
            ".route(",
            ".nest(",
            ".merge(",
            ".route_service(",
            ".nest_service(",
        ] {
            let allowed = name.ends_with("src/routes.rs") && word == ".nest(";
            assert!(allowed || !text.contains(word), "{name} has {word}");
        }
    }
    assert_eq!(described, Operation::all().len());
}

fn sources(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
    found
}

/// Every object of the document, with what is said of it there.
fn walk<'v>(value: &'v Value, met: &mut Vec<&'v serde_json::Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            met.push(object);
            object.values().for_each(|inner| walk(inner, met));
        }
        Value::Array(all) => all.iter().for_each(|inner| walk(inner, met)),
        _ => {}
    }
}

/// The keys of a map are texts in JSON, and a number has the bounds of its type.
#[test]
fn the_document_says_the_keys_and_the_bounds_as_they_are() {
    let document: Value = serde_json::from_str(&server::openapi()).unwrap();
    let mut met = Vec::new();
    walk(&document, &mut met);
    let (mut maps, mut numbers) = (0, 0);
    for object in met {
        if let Some(names) = object.get("propertyNames") {
            assert_eq!(names["type"], "string", "{object:?}");
            maps += 1;
        }
        let bound = match object.get("format").and_then(Value::as_str) {
            Some("uint8") => u8::MAX.into(),
            Some("uint16") => u16::MAX.into(),
            Some("uint32") => u32::MAX,
            _ => continue,
        };
        let maximum = object.get("maximum").and_then(Value::as_u64);
        let maximum = maximum.unwrap_or_else(|| panic!("no maximum: {object:?}"));
        assert!(maximum <= u64::from(bound), "{object:?}");
        numbers += 1;
    }
    assert!(maps >= 3 && numbers >= 10, "{maps} maps, {numbers} numbers");
}

/// What the domain and the contract refuse is said in the document with the same numbers.
#[test]
fn the_document_says_the_limits_that_are_enforced() {
    use journal::validity::{
        COMMENT_LIMIT, HOMEWORK_LIMIT, LINK_LIMITS, TOPIC_LIMIT, WEIGHT_LIMIT, WORKS_LIMIT,
    };
    let document: Value = serde_json::from_str(&server::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    let of = |schema: &str, property: &str| schemas[schema]["properties"][property].clone();
    let longest = |schema, property| of(schema, property)["maxLength"].clone();
    assert_eq!(longest("Homework", "text"), HOMEWORK_LIMIT);
    assert_eq!(of("Homework", "links")["maxItems"], LINK_LIMITS.0);
    assert_eq!(longest("Topic", "text"), TOPIC_LIMIT);
    assert_eq!(longest("Mark", "comment"), COMMENT_LIMIT);
    assert_eq!(longest("Document", "title"), COMMENT_LIMIT);
    assert_eq!(of("Mark", "weight")["maximum"], WEIGHT_LIMIT);
    assert_eq!(of("Mark", "weight")["minimum"], 1);
    assert_eq!(of("WorkRef", "nth")["maximum"], WORKS_LIMIT - 1);
    assert_eq!(of("Push", "changes")["maxItems"], protocol::MAX_BATCH);
    assert_eq!(of("Amend", "amendments")["maxItems"], protocol::MAX_BATCH);
    assert_eq!(longest("ChangePassword", "new"), 128);
    let homework = schemas["Edit"]["oneOf"].as_array().unwrap().iter();
    let slots = homework.filter_map(|edit| edit.pointer("/allOf/1/properties/slot/maximum"));
    assert_eq!(slots.collect::<Vec<_>>(), [255]);
}
