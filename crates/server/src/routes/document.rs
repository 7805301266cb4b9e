//! What the OpenAPI document says of every route alike: its permission, its problems.

mod schema;

use journal::regulation::Permission;
use protocol::problem::MEDIA_TYPE;
use utoipa::openapi::path::{Operation, PathItem, Paths};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

/// The extension that names a route's permission.
const PERMISSION: &str = "x-permission";
/// The name of the way of signing in.
const SESSION: &str = "session";

/// The head of the document.
pub(super) fn head() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Zhurnal")
        .version("1")
        .description(Some(
            "The electronic class journal. Errors are RFC 9457 problems with a stable `code`; \
             every operation names the permission it takes in `x-permission`.",
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT")
                .identifier(Some("MIT"))
                .build(),
        ));
    let mut components = Components::new();
    let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme(SESSION, token);
    let mut schemas = vec![(
        protocol::Problem::name().into_owned(),
        protocol::Problem::schema(),
    )];
    protocol::Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .build()
}

/// Writes the permission and the common problems to the operations of a route.
pub(super) fn declare(paths: &mut Paths, permission: Permission) {
    for operation in paths.paths.values_mut().flat_map(operations) {
        let extensions = operation.extensions.get_or_insert_default();
        extensions.insert(PERMISSION.to_owned(), permission.word().into());
        for status in common_problems(permission) {
            let responses = &mut operation.responses.responses;
            responses
                .entry((*status).to_owned())
                .or_insert_with(|| problem(status).into());
        }
        for (status, response) in &mut operation.responses.responses {
            if let RefOr::T(response) = response
                && is_error(status)
            {
                response.content = problem(status).content;
            }
        }
        if permission != Permission::Anyone {
            let session = SecurityRequirement::new(SESSION, Vec::<String>::new());
            operation.security.get_or_insert_default().push(session);
        }
    }
}

pub(super) fn finish(mut document: OpenApi) -> OpenApi {
    document.info = head().info;
    if let Some(components) = &mut document.components {
        components.schemas.values_mut().for_each(schema::complete);
    }
    let parameters = document
        .paths
        .paths
        .values_mut()
        .flat_map(operations)
        .filter_map(|operation| operation.parameters.as_mut());
    for parameter in parameters.flatten() {
        if let RefOr::T(parameter) = parameter {
            parameter.schema.iter_mut().for_each(schema::complete);
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        put,
        post,
        delete,
        patch,
        ..
    } = item;
    [get, put, post, delete, patch]
        .into_iter()
        .filter_map(Option::as_mut)
}

fn common_problems(permission: Permission) -> &'static [&'static str] {
    match permission {
        Permission::Anyone => &["400", "426", "500", "503"],
        _ => &["400", "401", "403", "426", "500", "503"],
    }
}

fn is_error(status: &str) -> bool {
    status.starts_with(['4', '5'])
}

fn problem(status: &str) -> utoipa::openapi::Response {
    let means = match status {
        "400" => "The request cannot be read",
        "401" => "No session, or it has ended",
        "403" => "The start password must be changed first, or the roles do not allow it",
        "426" => "Another version of the contract",
        "503" => "Come again, and send the same",
        _ => "A fault of the server",
    };
    let schema = Ref::from_schema_name(protocol::Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description(means)
        .content(MEDIA_TYPE, content)
        .build()
}
